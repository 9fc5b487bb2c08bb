// SPDX-License-Identifier: Apache-2.0
// muladd_f32_neon: peak rate of f32 multiplications and additions in separate instructions, 128 bit.
//
// What code without fused instructions reaches. 60 pairs of vmul and vadd per iteration, in 10 accumulators; each vadd
// takes the product of three pairs before, so that an in-order core does not wait for it (counts.h). The products of
// the first three pairs are made before the loop, and those of the last three are left.
//
//   void cachebound_muladd_f32_neon(size_t iterations,     r0   > 0
//                                   const Operands* in,     r1   1.0 in tests
//                                   float out[10 * 4])     r2   the accumulators
//
//   q0-q9 accumulators (d8-d15 saved)     q10-q13 products     q14 multiplier     q15 multiplicand
#include "probes/arm/compute_kernel.h"

#define CHAINS KERNEL_ARM_MULADD_CHAINS
#define PRODUCTS KERNEL_ARM_MULADD_PRODUCTS
#define PAIRS (CHAINS * KERNEL_ARM_MULADD_UNROLL)
#if CHAINS + PRODUCTS != 14 || PAIRS % PRODUCTS != 0
#error "accumulators and products share q0-q13, and every iteration begins with the same product"
#endif

        .altmacro
.macro multiply_and_add product, accumulator, earlier
        vmul.f32 q\product, q14, q15
        vadd.f32 q\accumulator, q\accumulator, q\earlier
.endm
.macro next_pair
        multiply_and_add %(CHAINS + (pair % PRODUCTS)), %(pair % CHAINS), %(CHAINS + ((pair + 1) % PRODUCTS))
        .set    pair, pair + 1
.endm

begin_compute cachebound_muladd_f32_neon
        each    vmov.i32, q, 0, CHAINS, #0
        each    vmul.f32, q, CHAINS, PRODUCTS, q14, q15
        .set    pair, 0
        compute_loop PAIRS, next_pair
end_compute cachebound_muladd_f32_neon, q, 0, CHAINS
