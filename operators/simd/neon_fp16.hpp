// SPDX-License-Identifier: Apache-2.0
// A64 with FEAT_FP16: eight lanes, scalars by q-loads of eight, used by lane. Sums are of f16 too, as its peak is.
#pragma once

#include <arm_neon.h>

#include "operators/half.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::simd {

struct NeonF16 {
  using Element = Half;
  using Reg = float16x8_t;
  static constexpr int lanes = 8;
  static constexpr int lanes_of_a = 8;
  CACHEBOUND_INLINE Reg zero() { return vreinterpretq_f16_u16(vdupq_n_u16(0)); }
  CACHEBOUND_INLINE Reg load(const Half* from) { return vreinterpretq_f16_u16(vld1q_u16(&from->bits)); }
  CACHEBOUND_INLINE void store(Half* to, Reg x) { vst1q_u16(&to->bits, vreinterpretq_u16_f16(x)); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f16(x, y); }
  CACHEBOUND_INLINE Reg sub(Reg x, Reg y) { return vsubq_f16(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const Half* from) { return vreinterpretq_f16_u16(vld1q_dup_u16(&from->bits)); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return vfmaq_f16(sum, x, y); }
  /// FMLA by element, as it stands: of vfmaq_laneq_f16 GCC 12 makes a DUP for each lane and a plain FMLA, half as many
  /// instructions again on the same pipes, and of the first lane's DUP a load. The element's register is one of the
  /// first 16 (Arm ARM DDI 0487, C7.2, FMLA (by element)).
  template <int lane>
  CACHEBOUND_INLINE Reg fma_lane(Reg sum, Reg a, Reg b) {
    asm("fmla %0.8h, %1.8h, %2.h[%3]" : "+w"(sum) : "w"(b), "x"(a), "i"(lane));
    return sum;
  }
};

}  // namespace cachebound::operators::simd
