// SPDX-License-Identifier: Apache-2.0
// A64: scalars arrive by q-loads and are used by lane, so no load slot is spent on a broadcast.
#pragma once

#include <arm_neon.h>

#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

struct Neon {
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
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return vfmaq_f32(sum, x, y); }
  template <int lane>
  CACHEBOUND_INLINE Reg fma_lane(Reg sum, Reg a, Reg b) {
    return vfmaq_laneq_f32(sum, b, a, lane);
  }
};

struct NeonF64 {
  using Element = double;
  using Reg = float64x2_t;
  static constexpr int lanes = 2;
  static constexpr int lanes_of_a = 2;
  CACHEBOUND_INLINE Reg zero() { return vdupq_n_f64(0.0); }
  CACHEBOUND_INLINE Reg load(const double* from) { return vld1q_f64(from); }
  CACHEBOUND_INLINE void store(double* to, Reg x) { vst1q_f64(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f64(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return vsubq_f64(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const double* from) { return vld1q_dup_f64(from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return vfmaq_f64(sum, x, y); }
  template <int lane>
  CACHEBOUND_INLINE Reg fma_lane(Reg sum, Reg a, Reg b) {
    return vfmaq_laneq_f64(sum, b, a, lane);
  }
};

}  // namespace cachebound::operators::simd
