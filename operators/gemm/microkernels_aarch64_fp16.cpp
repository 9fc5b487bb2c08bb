// SPDX-License-Identifier: Apache-2.0
// A64 tiles of f16: eight lanes, so that a panel of A is a whole q-load, or two. What is used by lane stands in one of
// the first 16 registers (Arm ARM, FMLA by element): GCC 12 does not find a place for 24 accumulators (8x24) or two
// registers of A (16x8) beside that, and keeps some on the stack, three to seven times the stores: not offered.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/neon_fp16.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::NeonF16;

constexpr MicroKernelOf<Half> kernels[] = {
    RegisterTile<NeonF16, 8, 2>::kernel(Isa::neon_fp16),  // 16 accumulators, 0.38 B of L1 loads per multiply-add
    RegisterTile<NeonF16, 8, 1>::kernel(Isa::neon_fp16),  // 8, 0.50
};

}  // namespace

MicroKernelTableOf<Half> neon_fp16_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
