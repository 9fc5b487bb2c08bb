// SPDX-License-Identifier: Apache-2.0
// mla_f32_neon_lane: peak f32 multiply-add rate by one lane of a register, the form of GEMM kernels.
//
// `vmla q, q, d[0]`: a lane of A times a vector of B. The fused vfma has no such form in AArch32, so kernels that use
// it must broadcast. Lanes of 32 bits are those of d0-d15: the multiplier moves to d0, and the accumulators to q1-q14.
// 14 of them, 8 times per iteration; on N1 and V1 (in AArch64 state) the lane form takes 5 cycles instead of 4, 2 pipes
// x 5 <= 14.
//
//   void cachebound_mla_f32_neon_lane(size_t iterations,     r0   > 0
//                                     const Operands* in,     r1   1.0 in tests
//                                     float out[14 * 4])     r2   the accumulators
//
//   q1-q14 accumulators (d8-d15 saved)     d0[0] multiplier     q15 multiplicand
#include "probes/arm/compute_kernel.h"

begin_compute cachebound_mla_f32_neon_lane
        vmov    d0, d28
        each    vmov.i32, q, 1, KERNEL_ARM_Q_CHAINS, #0
        compute_loop KERNEL_ARM_Q_UNROLL, each vmla.f32, q, 1, KERNEL_ARM_Q_CHAINS, q15, d0[0]
end_compute cachebound_mla_f32_neon_lane, q, 1, KERNEL_ARM_Q_CHAINS
