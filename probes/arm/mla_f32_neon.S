// SPDX-License-Identifier: Apache-2.0
// mla_f32_neon: peak f32 multiply-add rate, 128 bit, with the rounding of two instructions.
//
// vmla rounds the product before the sum; it is all that NEON offers before VFPv4 (Cortex-A8, A9), and a row of its own
// elsewhere, since compilers emit it. Built as fma_f32_neon_vfpv4: 14 independent vmla, 8 times per iteration.
//
//   void cachebound_mla_f32_neon(size_t iterations,     r0   > 0
//                                const Operands* in,     r1   1.0 in tests
//                                float out[14 * 4])     r2   the accumulators
//
//   q0-q13 accumulators (d8-d15 saved)     q14 multiplier     q15 multiplicand
#include "probes/arm/compute_kernel.h"

vector_kernel cachebound_mla_f32_neon, vmla.f32, KERNEL_ARM_Q_CHAINS, KERNEL_ARM_Q_UNROLL, q14, q15

sweep_kernels cachebound_sweep_mla_f32_neon, vmla.f32
