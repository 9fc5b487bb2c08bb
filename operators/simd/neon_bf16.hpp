// SPDX-License-Identifier: Apache-2.0
// A64 with FEAT_BF16: products of bf16 into sums of f32.
#pragma once

#include <arm_neon.h>

#include "operators/bf16.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

/// BFDOT: for each of four lanes two products. Pairs of A by q-loads of four, used by lane.
struct NeonBf16Dot {
  using Element = Bf16;
  using Reg = float32x4_t;
  using Operand = bfloat16x8_t;
  static constexpr int lanes = 4;
  static constexpr int lanes_of_a = 4;
  static constexpr int depth_step = 2;
  CACHEBOUND_INLINE Reg zero() { return vdupq_n_f32(0.0F); }
  CACHEBOUND_INLINE Reg load(const float* from) { return vld1q_f32(from); }
  CACHEBOUND_INLINE Operand load(const Bf16* from) { return vreinterpretq_bf16_u16(vld1q_u16(&from->bits)); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { vst1q_f32(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f32(x, y); }
  template <int lane>
  CACHEBOUND_INLINE Reg fma_lane(Reg sum, Operand a, Operand b) {
    return vbfdotq_laneq_f32(sum, b, a, lane);
  }
};

/// BFMMLA: 2 x 4 times 4 x 2, the second operand stored by columns. Its accumulator is [row][column].
struct NeonBf16Mmla {
  using Element = Bf16;
  using Reg = float32x4_t;
  using Operand = bfloat16x8_t;
  static constexpr int lanes = 4;
  static constexpr int depth_step = 4;
  CACHEBOUND_INLINE Reg zero() { return vdupq_n_f32(0.0F); }
  CACHEBOUND_INLINE Reg load(const float* from) { return vld1q_f32(from); }
  CACHEBOUND_INLINE Operand load(const Bf16* from) { return vreinterpretq_bf16_u16(vld1q_u16(&from->bits)); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { vst1q_f32(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f32(x, y); }
  CACHEBOUND_INLINE Reg multiply(Reg sum, Operand a, Operand b) { return vbfmmlaq_f32(sum, a, b); }
  CACHEBOUND_INLINE Reg upper_rows(Reg x, Reg y) {
    return vreinterpretq_f32_f64(vzip1q_f64(vreinterpretq_f64_f32(x), vreinterpretq_f64_f32(y)));
  }
  CACHEBOUND_INLINE Reg lower_rows(Reg x, Reg y) {
    return vreinterpretq_f32_f64(vzip2q_f64(vreinterpretq_f64_f32(x), vreinterpretq_f64_f32(y)));
  }
};

}  // namespace cachebound::operators::simd
