// SPDX-License-Identifier: Apache-2.0
// mla_f64_neon: peak f64 multiply-add rate, with the rounding of two instructions.
//
// Scalar as fma_f64_neon_vfpv4. vmla rounds the product before the sum, whether or not the core fuses other
// instructions; it is all there is before VFPv4. 28 accumulators, 4 times per iteration (counts.h): NEON brings the 32
// registers. Double precision is announced by no flag of its own, and needs none: this program's C++ is compiled for
// it.
//
//   void cachebound_mla_f64_neon(size_t iterations,     r0   > 0
//                                const Operands* in,     r1   1.0 in tests
//                                double out[28])        r2   the accumulators
//
//   d0-d27 accumulators (d8-d15 saved)     d28 multiplier     d30 multiplicand
#include "probes/arm/compute_kernel.h"

begin_compute cachebound_mla_f64_neon
        each    vmov.i32, d, 0, KERNEL_ARM_D_CHAINS, #0
        compute_loop KERNEL_ARM_D_UNROLL, each vmla.f64, d, 0, KERNEL_ARM_D_CHAINS, d28, d30
end_compute cachebound_mla_f64_neon, d, 0, KERNEL_ARM_D_CHAINS
