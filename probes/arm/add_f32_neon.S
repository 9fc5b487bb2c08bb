// SPDX-License-Identifier: Apache-2.0
// add_f32_neon: peak rate of separate f32 additions, 128 bit.
//
// 14 accumulators, each increased by the same operand, 8 times per iteration: enough where an addition takes no longer
// than a multiply-add (counts.h).
//
//   void cachebound_add_f32_neon(size_t iterations,     r0   > 0
//                                const Operands* in,     r1   the multiplicand is used; 1.0 in tests
//                                float out[14 * 4])     r2   the accumulators
//
//   q0-q13 accumulators (d8-d15 saved)     q15 addend
#include "probes/arm/compute_kernel.h"

vector_kernel cachebound_add_f32_neon, vadd.f32, KERNEL_ARM_Q_CHAINS, KERNEL_ARM_Q_UNROLL, q15
