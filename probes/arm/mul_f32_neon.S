// SPDX-License-Identifier: Apache-2.0
// mul_f32_neon: peak rate of separate f32 multiplications, 128 bit.
//
// 14 accumulators, each multiplied by the same operand, 8 times per iteration: enough where a multiplication takes no
// longer than a multiply-add (counts.h). They start at one: operands of two make each lane two to the power of its
// steps.
//
//   void cachebound_mul_f32_neon(size_t iterations,     r0   > 0
//                                const Operands* in,     r1   the multiplier is used; 2.0 in tests
//                                float out[14 * 4])     r2   the accumulators
//
//   q0-q13 accumulators (d8-d15 saved)     q14 multiplier
#include "probes/arm/compute_kernel.h"

begin_compute cachebound_mul_f32_neon
        each    vmov.f32, q, 0, KERNEL_ARM_Q_CHAINS, #1.0
        compute_loop KERNEL_ARM_Q_UNROLL, each vmul.f32, q, 0, KERNEL_ARM_Q_CHAINS, q14
end_compute cachebound_mul_f32_neon, q, 0, KERNEL_ARM_Q_CHAINS
