// SPDX-License-Identifier: Apache-2.0
// fma_f32_neon_vfpv4_scalar: f32 multiply-add rate of scalar code.
//
// The VFP form, one lane: what code that was not vectorised can reach (the A53 executes two per cycle). 28
// accumulators, 4 times per iteration (counts.h). Unlike NEON's it heeds FPSCR and handles denormals. Single-precision
// registers are the halves of d0-d15: the operands move there.
//
//   void cachebound_fma_f32_neon_vfpv4_scalar(size_t iterations,     r0   > 0
//                                             const Operands* in,     r1   1.0 in tests
//                                             float out[28])         r2   the accumulators
//
//   s0-s27 accumulators (d8-d15 saved)     s28 multiplier     s30 multiplicand
#include "probes/arm/compute_kernel.h"

begin_compute cachebound_fma_f32_neon_vfpv4_scalar
        vmov    d14, d28
        vmov    d15, d30
        each    vmov.i32, d, 0, KERNEL_ARM_D_CHAINS / 2, #0
        compute_loop KERNEL_ARM_D_UNROLL, each vfma.f32, s, 0, KERNEL_ARM_D_CHAINS, s28, s30
end_compute cachebound_fma_f32_neon_vfpv4_scalar, s, 0, KERNEL_ARM_D_CHAINS
