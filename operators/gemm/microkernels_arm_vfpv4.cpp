// SPDX-License-Identifier: Apache-2.0
// A32 NEON tiles with fused multiply-add: 16 registers. VFMA has no form by lane in A32, so A arrives by broadcasting
// loads of 4 bytes (vld1.32 {d[], d[]}).
#include <arm_neon.h>

#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"

namespace cachebound::operators::gemm {
namespace {

struct NeonVfpv4 {
  using Reg = float32x4_t;
  static constexpr int lanes = 4;
  static constexpr int lanes_of_a = 1;
  CACHEBOUND_INLINE Reg zero() { return vdupq_n_f32(0.0F); }
  CACHEBOUND_INLINE Reg load(const float* from) { return vld1q_f32(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { vst1q_f32(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f32(x, y); }
  CACHEBOUND_INLINE Reg broadcast(const float* from) { return vld1q_dup_f32(from); }
  CACHEBOUND_INLINE Reg fma(Reg sum, Reg x, Reg y) { return vfmaq_f32(sum, x, y); }
};

constexpr MicroKernel kernels[] = {
    RegisterTile<NeonVfpv4, 6, 2>::kernel(Isa::neon_vfpv4),  // 12 accumulators, 1.17 B of L1 loads per multiply-add
    RegisterTile<NeonVfpv4, 4, 2>::kernel(Isa::neon_vfpv4),  // 8, 1.50
    RegisterTile<NeonVfpv4, 4, 1>::kernel(Isa::neon_vfpv4),  // 4, 2.00
};

}  // namespace

MicroKernelTable neon_vfpv4_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
