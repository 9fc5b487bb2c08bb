// SPDX-License-Identifier: Apache-2.0
// AVX512-BF16 tiles: 16 lanes of f32, pairs of bf16.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/avx512_bf16.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::Avx512Bf16;

// VDPBF16PS takes 6 cycles on Zen 4 and 8 on Sapphire Rapids, and starts in every first or second (configs/cores).
constexpr MicroKernelOf<Bf16> kernels[] = {
    RegisterTile<Avx512Bf16, 8, 2>::kernel(Isa::avx512_bf16),   // 16 accumulators, 0.31 B of L1 loads per multiply-add
    RegisterTile<Avx512Bf16, 12, 2>::kernel(Isa::avx512_bf16),  // 24, 0.23
    RegisterTile<Avx512Bf16, 8, 3>::kernel(Isa::avx512_bf16),   // 24, 0.29
};

}  // namespace

MicroKernelTableOf<Bf16> avx512_bf16_kernels() {
  return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])};
}

}  // namespace cachebound::operators::gemm
