// SPDX-License-Identifier: Apache-2.0
// Our own packed GEMM: the reference point whose traffic is known to the byte.
#pragma once

#include <vector>

#include "operators/gemm/gemm_operands.hpp"
#include "operators/gemm/microkernel.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators::gemm {

/// T: the type of the operands. Blocks must be positive, mc a multiple of mr and nc of nr.
/// `cpus`: of a team, the caller's first; fewer than two: the calling thread alone.
template <typename T>
PreparedResult prepare_tiled(const MicroKernelOf<T>& kernel, const GemmBlocking& blocking, GemmOperandsOf<T> operands,
                             const std::vector<int>& cpus = {});

extern template PreparedResult prepare_tiled(const MicroKernelOf<float>&, const GemmBlocking&, GemmOperandsOf<float>,
                                             const std::vector<int>&);
extern template PreparedResult prepare_tiled(const MicroKernelOf<double>&, const GemmBlocking&, GemmOperandsOf<double>,
                                             const std::vector<int>&);
extern template PreparedResult prepare_tiled(const MicroKernelOf<Half>&, const GemmBlocking&, GemmOperandsOf<Half>,
                                             const std::vector<int>&);
extern template PreparedResult prepare_tiled(const MicroKernelOf<Bf16>&, const GemmBlocking&, GemmOperandsOf<Bf16>,
                                             const std::vector<int>&);

}  // namespace cachebound::operators::gemm
