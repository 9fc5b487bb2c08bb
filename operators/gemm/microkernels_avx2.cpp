// SPDX-License-Identifier: Apache-2.0
// AVX2 tiles: 16 registers hold mr * nr / 8 accumulators, the shorter side of the tile and one operand in flight.
#include <immintrin.h>

#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"

namespace cachebound::operators::gemm {
namespace {

struct Avx2 {
  using Reg = __m256;
  static constexpr int lanes = 8;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return _mm256_setzero_ps(); }
  CACHEBOUND_INLINE Reg load(const float* from) { return _mm256_loadu_ps(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { _mm256_storeu_ps(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return _mm256_add_ps(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const float* from) { return _mm256_broadcast_ss(from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return _mm256_fmadd_ps(x, y, sum); }
};

constexpr MicroKernel kernels[] = {
    RegisterTile<Avx2, 6, 2>::kernel(Isa::avx2),   // 12 accumulators, 0.92 B of L1 loads per multiply-add
    RegisterTile<Avx2, 4, 3>::kernel(Isa::avx2),   // 12, 1.17
    RegisterTile<Avx2, 12, 1>::kernel(Isa::avx2),  // 12, 0.83
    RegisterTile<Avx2, 4, 2>::kernel(Isa::avx2),   // 8, 1.25: as many as 2 pipes x 4 cycles need, no more
    RegisterTile<Avx2, 2, 6>::kernel(Isa::avx2),   // 12, 2.08
    RegisterTile<Avx2, 2, 2>::kernel(Isa::avx2),   // 4, 2.25: bound by the latency of the FMA, on purpose
};

}  // namespace

MicroKernelTable avx2_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
