// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

struct Avx2 {
  using Element = float;
  using Reg = __m256;
  static constexpr int lanes = 8;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return _mm256_setzero_ps(); }
  CACHEBOUND_INLINE Reg load(const float* from) { return _mm256_loadu_ps(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { _mm256_storeu_ps(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return _mm256_add_ps(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return _mm256_sub_ps(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const float* from) { return _mm256_broadcast_ss(from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return _mm256_fmadd_ps(x, y, sum); }
};

struct Avx2F64 {
  using Element = double;
  using Reg = __m256d;
  static constexpr int lanes = 4;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return _mm256_setzero_pd(); }
  CACHEBOUND_INLINE Reg load(const double* from) { return _mm256_loadu_pd(from); }
  CACHEBOUND_INLINE void store(double* to, Reg x) { _mm256_storeu_pd(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return _mm256_add_pd(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return _mm256_sub_pd(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const double* from) { return _mm256_broadcast_sd(from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return _mm256_fmadd_pd(x, y, sum); }
};

}  // namespace cachebound::operators::simd
