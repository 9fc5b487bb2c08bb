// SPDX-License-Identifier: Apache-2.0
// OpenBLAS through CBLAS, on one thread. Only gemm/backends.cpp includes this, where it is built.
#pragma once

#include "operators/gemm/gemm_operands.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::gemm {

PreparedResult prepare_openblas(GemmOperands operands, const TargetCore& core);

/// Instruction set of the kernels that OpenBLAS says it chose ("SkylakeX", "Haswell", "cortexa72", ...); what it does
/// not name is taken for the widest that the core has, since OpenBLAS dispatches by the core as well.
Isa openblas_isa(std::string_view core_name, const TargetCore& core);

/// Of this process: "Haswell" with OPENBLAS_CORETYPE=Haswell in the environment.
std::string openblas_core_name();

}  // namespace cachebound::operators::gemm
