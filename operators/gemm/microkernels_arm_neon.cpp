// SPDX-License-Identifier: Apache-2.0
// A32 NEON tiles without fused multiply-add (Cortex-A8, A9): VMLA by lane, 16 registers, of which only d0-d15 can be
// indexed by lane.
#include <arm_neon.h>

#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"

namespace cachebound::operators::gemm {
namespace {

struct NeonVmla {
  using Reg = float32x4_t;
  static constexpr int lanes = 4;
  static constexpr int lanes_of_a = 4;
  CACHEBOUND_INLINE Reg zero() { return vdupq_n_f32(0.0F); }
  CACHEBOUND_INLINE Reg load(const float* from) { return vld1q_f32(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { vst1q_f32(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f32(x, y); }
  template <int lane>
  CACHEBOUND_INLINE Reg fma_lane(Reg sum, Reg a, Reg b) {
    if constexpr (lane < 2) {
      return vmlaq_lane_f32(sum, b, vget_low_f32(a), lane);
    } else {
      return vmlaq_lane_f32(sum, b, vget_high_f32(a), lane - 2);
    }
  }
};

constexpr MicroKernel kernels[] = {
    RegisterTile<NeonVmla, 4, 2>::kernel(Isa::neon),  // 8 accumulators, 1.50 B of L1 loads per multiply-add
    RegisterTile<NeonVmla, 4, 1>::kernel(Isa::neon),  // 4, 2.00
};

}  // namespace

MicroKernelTable neon_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
