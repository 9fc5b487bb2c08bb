// SPDX-License-Identifier: Apache-2.0
// AVX512-BF16: VDPBF16PS, for each of 16 lanes two products of bf16 into a sum of f32.
#pragma once

#include <immintrin.h>

#include "operators/bf16.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

struct Avx512Bf16 {
  using Element = Bf16;
  using Reg = __m512;
  using Operand = __m512i;
  static constexpr int lanes = 16;
  static constexpr int lanes_of_a = 1;
  static constexpr int depth_step = 2;
  CACHEBOUND_INLINE Reg zero() { return _mm512_setzero_ps(); }
  CACHEBOUND_INLINE Reg load(const float* from) { return _mm512_loadu_ps(from); }
  CACHEBOUND_INLINE Operand load(const Bf16* from) { return _mm512_loadu_si512(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { _mm512_storeu_ps(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return _mm512_add_ps(x, y); }
  /// vpbroadcastd from memory: a pair, four bytes.
  CACHEBOUND_INLINE Operand broadcast(const Bf16* from) {
    int pair = 0;
    __builtin_memcpy(&pair, from, sizeof pair);
    return _mm512_set1_epi32(pair);
  }
  CACHEBOUND_INLINE Reg fma(Reg sum, Operand x, Operand y) {
    return _mm512_dpbf16_ps(sum, reinterpret_cast<__m512bh>(x), reinterpret_cast<__m512bh>(y));
  }
};

}  // namespace cachebound::operators::simd
