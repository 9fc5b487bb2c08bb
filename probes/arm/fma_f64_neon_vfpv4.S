// SPDX-License-Identifier: Apache-2.0
// fma_f64_neon_vfpv4: peak f64 multiply-add rate, fused.
//
// Scalar, since there is nothing wider: NEON of AArch32 has no vectors of f64. Where the pipes are 128 bits wide, that
// is half of what the same core reaches in AArch64 state. 28 accumulators, 4 times per iteration (counts.h).
//
//   void cachebound_fma_f64_neon_vfpv4(size_t iterations,     r0   > 0
//                                      const Operands* in,     r1   1.0 in tests
//                                      double out[28])        r2   the accumulators
//
//   d0-d27 accumulators (d8-d15 saved)     d28 multiplier     d30 multiplicand
#include "probes/arm/compute_kernel.h"

begin_compute cachebound_fma_f64_neon_vfpv4
        each    vmov.i32, d, 0, KERNEL_ARM_D_CHAINS, #0
        compute_loop KERNEL_ARM_D_UNROLL, each vfma.f64, d, 0, KERNEL_ARM_D_CHAINS, d28, d30
end_compute cachebound_fma_f64_neon_vfpv4, d, 0, KERNEL_ARM_D_CHAINS
