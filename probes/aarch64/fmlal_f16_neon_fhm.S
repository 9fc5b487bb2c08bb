// SPDX-License-Identifier: Apache-2.0
// fmlal_f16_neon_fhm: peak rate of f16 products into f32 sums, 128 bit (FEAT_FHM).
//
// fmlal multiplies the lower four lanes of its operands, fmlal2 the upper four: half the products per instruction of
// fma_f16_neon_fp16. Both are executed equally often, one pass over the accumulators each, as a kernel that consumes
// whole registers does.
//
//   void cachebound_fmlal_f16_neon_fhm(size_t iterations,    x0   > 0
//                                      const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                      float out[24 * 4])    x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+fp16fml

#if KERNEL_UNROLL % 4
#error "each half of the loop is passes of fmlal and fmlal2 in turn"
#endif

.macro lower number_
        fmlal   v\number_\().4s, v0.4h, v1.4h
.endm

.macro upper number_
        fmlal2  v\number_\().4s, v0.4h, v1.4h
.endm

.macro half_of_loop
        .rept   KERNEL_UNROLL / 4
        each    lower, KERNEL_CHAINS
        each    upper, KERNEL_CHAINS
        .endr
.endm

begin_compute cachebound_fmlal_f16_neon_fhm, operands_asimd, zero_asimd, KERNEL_CHAINS
        align_loop
1:
        half_of_loop
        subs    x0, x0, #1
        half_of_loop
        b.ne    1b
end_compute cachebound_fmlal_f16_neon_fhm, store_q, KERNEL_CHAINS
