// SPDX-License-Identifier: Apache-2.0
// Cache blocks from cache sizes, by arithmetic alone: the same core and shape always give the same blocks, and every
// row carries those it ran with.
//
// The idea is that of Low, Igual, Smith and Quintana-Orti (Analytical Modeling Is Enough for High-Performance BLIS,
// TOMS 2016): a sliver of B (kc x nr) stays in L1 while slivers of A stream past it, the block of A (mc x kc) stays in
// L2, the panel of B (kc x nc) in the level beyond. One difference: they hand out whole ways, which leaves kc = 0 for
// the 2-way L1 of a Cortex-A72 and jumps by a factor of two elsewhere; here the shares are of bytes.
#pragma once

#include <span>

#include "microbench/host/host_info.hpp"
#include "microbench/measurement.hpp"
#include "operators/bf16.hpp"
#include "operators/gemm/gemm_shape.hpp"
#include "operators/gemm/microkernel.hpp"
#include "operators/half.hpp"

namespace cachebound::operators::gemm {

/// Used where no source states the size of a level. Not a statement about the core, and no ceiling depends on it: the
/// smallest sizes among cores with NEON or AVX2, so that the blocks fit, at worst with room to spare.
inline constexpr double fallback_l1_bytes = 32.0 * 1024;
inline constexpr double fallback_l2_bytes = 256.0 * 1024;

/// What is stated, or the fallback.
double l2_bytes(std::span<const Cache> caches);

/// T: the type of the operands.
template <typename T>
GemmBlocking choose_blocking(const MicroKernelOf<T>& kernel, const GemmShape& shape, std::span<const Cache> caches);
extern template GemmBlocking choose_blocking(const MicroKernelOf<float>&, const GemmShape&, std::span<const Cache>);
extern template GemmBlocking choose_blocking(const MicroKernelOf<double>&, const GemmShape&, std::span<const Cache>);
extern template GemmBlocking choose_blocking(const MicroKernelOf<Half>&, const GemmShape&, std::span<const Cache>);
extern template GemmBlocking choose_blocking(const MicroKernelOf<Bf16>&, const GemmShape&, std::span<const Cache>);

}  // namespace cachebound::operators::gemm
