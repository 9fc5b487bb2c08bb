// SPDX-License-Identifier: Apache-2.0
// fma_f32_neon_vfpv4: peak f32 multiply-add rate, 128 bit, fused.
//
// 14 independent vfma, 8 times per iteration (counts.h). With operands 1.0 each lane ends as the number of its FMAs
// (exact below 2^24). NEON flushes denormals here. The sweep has the same loop with 1 to 14 accumulators.
//
//   void cachebound_fma_f32_neon_vfpv4(size_t iterations,     r0   > 0
//                                      const Operands* in,     r1   1.0 in tests
//                                      float out[14 * 4])     r2   the accumulators
//
//   q0-q13 accumulators (d8-d15 saved)     q14 multiplier     q15 multiplicand
#include "probes/arm/compute_kernel.h"

vector_kernel cachebound_fma_f32_neon_vfpv4, vfma.f32, KERNEL_ARM_Q_CHAINS, KERNEL_ARM_Q_UNROLL, q14, q15

sweep_kernels cachebound_sweep_fma_f32_neon_vfpv4, vfma.f32
