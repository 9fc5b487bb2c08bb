// SPDX-License-Identifier: Apache-2.0
// AVX-512 tiles: 32 registers hold mr * nr / 16 accumulators, the shorter side of the tile and one operand in flight.
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"
#include "operators/simd/avx512.hpp"

namespace cachebound::operators::gemm {
namespace {

using simd::Avx512;
using simd::Avx512F64;

// 8x32 is the default although 14x32 loads less: on Zen 4 it is 1 to 10 % faster at every size from 128 to 2048, since
// common sizes are multiples of 8, so that no tile is partial, and A is packed by whole 4 x 4 transpositions.
constexpr MicroKernel kernels[] = {
    RegisterTile<Avx512, 8, 2>::kernel(Isa::avx512),   // 16 accumulators, 0.63 B of L1 loads per multiply-add
    RegisterTile<Avx512, 14, 2>::kernel(Isa::avx512),  // 28, 0.41
    RegisterTile<Avx512, 12, 2>::kernel(Isa::avx512),  // 24, 0.46
    RegisterTile<Avx512, 8, 3>::kernel(Isa::avx512),   // 24, 0.58
    RegisterTile<Avx512, 6, 4>::kernel(Isa::avx512),   // 24, 0.73
    RegisterTile<Avx512, 4, 2>::kernel(Isa::avx512),   // 8, 1.13: as many as 2 pipes x 4 cycles need, no more
    RegisterTile<Avx512, 2, 6>::kernel(Isa::avx512),   // 12, 2.04
};

constexpr MicroKernelOf<double> f64_kernels[] = {
    RegisterTile<Avx512F64, 8, 2>::kernel(Isa::avx512),   // 16 accumulators, 1.50 B of L1 loads per multiply-add
    RegisterTile<Avx512F64, 14, 2>::kernel(Isa::avx512),  // 28, 1.07
    RegisterTile<Avx512F64, 8, 3>::kernel(Isa::avx512),   // 24, 1.33
};

}  // namespace

MicroKernelTable avx512_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

MicroKernelTableOf<double> avx512_f64_kernels() {
  return {f64_kernels, static_cast<int>(sizeof f64_kernels / sizeof f64_kernels[0])};
}

}  // namespace cachebound::operators::gemm
