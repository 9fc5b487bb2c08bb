// SPDX-License-Identifier: Apache-2.0
// AVX-512 tiles: 32 registers hold mr * nr / 16 accumulators, the shorter side of the tile and one operand in flight.
#include <immintrin.h>

#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"

namespace cachebound::operators::gemm {
namespace {

struct Avx512 {
  using Reg = __m512;
  static constexpr int lanes = 16;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return _mm512_setzero_ps(); }
  CACHEBOUND_INLINE Reg load(const float* from) { return _mm512_loadu_ps(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { _mm512_storeu_ps(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return _mm512_add_ps(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const float* from) { return _mm512_set1_ps(*from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return _mm512_fmadd_ps(x, y, sum); }
};

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

}  // namespace

MicroKernelTable avx512_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
