// SPDX-License-Identifier: Apache-2.0
// A32 NEON without fused multiply-add (Cortex-A8, A9): VMLA by lane, of which only d0-d15 can be the scalar.
#pragma once

#include <arm_neon.h>

#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

struct NeonVmla {
  using Element = float;
  using Reg = float32x4_t;
  static constexpr int lanes = 4;
  static constexpr int lanes_of_a = 4;
  CACHEBOUND_INLINE Reg zero() { return vdupq_n_f32(0.0F); }
  CACHEBOUND_INLINE Reg load(const float* from) { return vld1q_f32(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { vst1q_f32(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f32(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return vsubq_f32(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const float* from) { return vld1q_dup_f32(from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return vmlaq_f32(sum, x, y); }
  template <int lane>
  CACHEBOUND_INLINE Reg fma_lane(Reg sum, Reg a, Reg b) {
    if constexpr (lane < 2) {
      return vmlaq_lane_f32(sum, b, vget_low_f32(a), lane);
    } else {
      return vmlaq_lane_f32(sum, b, vget_high_f32(a), lane - 2);
    }
  }
};

}  // namespace cachebound::operators::simd
