// SPDX-License-Identifier: Apache-2.0
// AVX512-FP16 tiles: 32 lanes.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/avx512_fp16.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::Avx512F16;

constexpr MicroKernelOf<Half> kernels[] = {
    RegisterTile<Avx512F16, 8, 2>::kernel(Isa::avx512_fp16),  // 16 accumulators, 0.28 B of L1 loads per multiply-add
    RegisterTile<Avx512F16, 8, 3>::kernel(Isa::avx512_fp16),  // 24, 0.27
};

}  // namespace

MicroKernelTableOf<Half> avx512_fp16_kernels() {
  return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])};
}

}  // namespace cachebound::operators::gemm
