// SPDX-License-Identifier: Apache-2.0
// A32 NEON with fused multiply-add. VFMA has no form by lane in A32, so scalars arrive by broadcasting loads of 4 bytes
// (vld1.32 {d[], d[]}).
#pragma once

#include <arm_neon.h>

#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

struct NeonVfpv4 {
  using Element = float;
  using Reg = float32x4_t;
  static constexpr int lanes = 4;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return vdupq_n_f32(0.0F); }
  CACHEBOUND_INLINE Reg load(const float* from) { return vld1q_f32(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { vst1q_f32(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f32(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return vsubq_f32(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const float* from) { return vld1q_dup_f32(from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return vfmaq_f32(sum, x, y); }
};

}  // namespace cachebound::operators::simd
