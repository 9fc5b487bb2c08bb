// SPDX-License-Identifier: Apache-2.0
// A64 tiles of bf16 with sums in f32. BFMMLA first: it does twice what BFDOT does with the same loads, as fast on every
// core whose rates are known (configs/cores: 64 against 32 operations per cycle on Neoverse N2, 128 against 64 on V1), but
// for Cortex-A520. Either moves the same bytes for each multiply-add.
#include "operators/gemm/matrix_tile.hpp"
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/neon_bf16.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::NeonBf16Dot;
using simd::NeonBf16Mmla;

constexpr MicroKernelOf<Bf16> kernels[] = {
    MatrixTile<NeonBf16Mmla, 8, 12>::kernel(Isa::neon_bf16, "mmla"),  // 24 accumulators, 0.42 B of L1 loads per multiply-add
    MatrixTile<NeonBf16Mmla, 8, 8>::kernel(Isa::neon_bf16, "mmla"),   // 16, 0.50
    RegisterTile<NeonBf16Dot, 8, 3>::kernel(Isa::neon_bf16),          // 24, 0.42
    RegisterTile<NeonBf16Dot, 8, 2>::kernel(Isa::neon_bf16),          // 16, 0.50
    RegisterTile<NeonBf16Dot, 4, 4>::kernel(Isa::neon_bf16),          // 16, 0.63
};

}  // namespace

MicroKernelTableOf<Bf16> neon_bf16_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
