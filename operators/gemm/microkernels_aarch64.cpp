// SPDX-License-Identifier: Apache-2.0
// A64 NEON tiles: 32 registers; A arrives by q-loads and is used by lane, so no load slot is spent on a broadcast.
#include <arm_neon.h>

#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/register_tile.hpp"

namespace cachebound::operators::gemm {
namespace {

struct Neon {
  using Reg = float32x4_t;
  static constexpr int lanes = 4;
  static constexpr int lanes_of_a = 4;
  CACHEBOUND_INLINE Reg zero() { return vdupq_n_f32(0.0F); }
  CACHEBOUND_INLINE Reg load(const float* from) { return vld1q_f32(from); }
  CACHEBOUND_INLINE void store(float* to, Reg x) { vst1q_f32(to, x); }
  CACHEBOUND_INLINE Reg add(Reg x, Reg y) { return vaddq_f32(x, y); }
  template <int lane>
  CACHEBOUND_INLINE Reg fma_lane(Reg sum, Reg a, Reg b) {
    return vfmaq_laneq_f32(sum, b, a, lane);
  }
};

constexpr MicroKernel kernels[] = {
    RegisterTile<Neon, 8, 3>::kernel(Isa::neon),  // 24 accumulators, 0.83 B of L1 loads per multiply-add
    RegisterTile<Neon, 8, 2>::kernel(Isa::neon),  // 16, 1.00
    RegisterTile<Neon, 4, 4>::kernel(Isa::neon),  // 16, 1.25
    RegisterTile<Neon, 4, 2>::kernel(Isa::neon),  // 8, 1.50
};

}  // namespace

MicroKernelTable neon_kernels() { return {kernels, static_cast<int>(sizeof kernels / sizeof kernels[0])}; }

}  // namespace cachebound::operators::gemm
