// SPDX-License-Identifier: Apache-2.0
// Our own packed GEMM: the reference point whose traffic is known to the byte.
#pragma once

#include "operators/gemm/gemm_operands.hpp"
#include "operators/gemm/microkernel.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::gemm {

/// Blocks must be positive, mc a multiple of mr and nc of nr.
PreparedResult prepare_tiled(const MicroKernel& kernel, const GemmBlocking& blocking, GemmOperands operands);

}  // namespace cachebound::operators::gemm
