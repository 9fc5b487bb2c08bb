// SPDX-License-Identifier: Apache-2.0
// AVX512-FP16: 32 lanes, sums of f16 too, as its peak is.
#pragma once

#include <immintrin.h>

#include "operators/half.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

struct Avx512F16 {
  using Element = Half;
  using Reg = __m512h;
  static constexpr int lanes = 32;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return _mm512_setzero_ph(); }
  CACHEBOUND_INLINE Reg load(const Half* from) { return _mm512_loadu_ph(from); }
  CACHEBOUND_INLINE void store(Half* to, Reg x) { _mm512_storeu_ph(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return _mm512_add_ph(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return _mm512_sub_ph(x, y); }
  /// vpbroadcastw from memory: two bytes.
  CACHEBOUND_INLINE Reg broadcast(const Half* from) {
    return _mm512_castsi512_ph(_mm512_set1_epi16(static_cast<short>(from->bits)));
  }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return _mm512_fmadd_ph(x, y, sum); }
};

}  // namespace cachebound::operators::simd
