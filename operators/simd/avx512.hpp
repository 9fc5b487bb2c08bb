// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <immintrin.h>

#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

struct Avx512 {
  using Element = float;
  using Reg = __m512;
  static constexpr int lanes = 16;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return _mm512_setzero_ps(); }
  CACHEBOUND_INLINE Reg load(const float* from) { return _mm512_loadu_ps(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { _mm512_storeu_ps(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return _mm512_add_ps(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return _mm512_sub_ps(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const float* from) { return _mm512_set1_ps(*from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return _mm512_fmadd_ps(x, y, sum); }
};

struct Avx512F64 {
  using Element = double;
  using Reg = __m512d;
  static constexpr int lanes = 8;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return _mm512_setzero_pd(); }
  CACHEBOUND_INLINE Reg load(const double* from) { return _mm512_loadu_pd(from); }
  CACHEBOUND_INLINE void store(double* to, Reg x) { _mm512_storeu_pd(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return _mm512_add_pd(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return _mm512_sub_pd(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const double* from) { return _mm512_set1_pd(*from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return _mm512_fmadd_pd(x, y, sum); }
};

}  // namespace cachebound::operators::simd
