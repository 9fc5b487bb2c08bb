// SPDX-License-Identifier: Apache-2.0
// fma_f32_neon_vfpv4_d: f32 multiply-add rate of 64-bit registers.
//
// Twice as many per cycle as of 128-bit registers: the core has two 64-bit pipes (A53, A55, A57, A72); as many: its
// pipes are 128 bits wide. 28 accumulators, 4 times per iteration (counts.h).
//
//   void cachebound_fma_f32_neon_vfpv4_d(size_t iterations,     r0   > 0
//                                        const Operands* in,     r1   1.0 in tests
//                                        float out[28 * 2])     r2   the accumulators
//
//   d0-d27 accumulators (d8-d15 saved)     d28 multiplier     d30 multiplicand
#include "probes/arm/compute_kernel.h"

begin_compute cachebound_fma_f32_neon_vfpv4_d
        each    vmov.i32, d, 0, KERNEL_ARM_D_CHAINS, #0
        compute_loop KERNEL_ARM_D_UNROLL, each vfma.f32, d, 0, KERNEL_ARM_D_CHAINS, d28, d30
end_compute cachebound_fma_f32_neon_vfpv4_d, d, 0, KERNEL_ARM_D_CHAINS
