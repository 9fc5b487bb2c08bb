// SPDX-License-Identifier: Apache-2.0
// mla_i8_neon: peak rate of 8-bit multiply-accumulates into 32-bit sums, without the dot product of ARMv8.2.
//
// As 8-bit GEMM kernels do it: vmull.s8 and vmlal.s8 make 8 sums of two products in 16 bits (two products of -127 to
// 127 fit), vpadal.s16 adds them pairwise to 32-bit sums. Such a step is 16 multiply-accumulates in three
// instructions; the vpadal is what their width costs. 48 steps per iteration; each stage of a step follows two steps
// after the one before, 6 instructions, so that an in-order core does not wait. The first four steps are begun before
// the loop, and the last four are left unfinished.
//
//   void cachebound_mla_i8_neon(size_t iterations,     r0   > 0
//                               const Operands* in,     r1   1 in tests
//                               int32_t out[8 * 4])    r2   the accumulators
//
//   q0-q7 accumulators (d8-d15 saved)     q8-q13 16-bit sums     q14 multiplier     q15 multiplicand
#include "probes/arm/compute_kernel.h"

#define CHAINS KERNEL_ARM_MLA_I8_CHAINS
#define PRODUCTS KERNEL_ARM_MLA_I8_PRODUCTS
#define STEPS (CHAINS * KERNEL_ARM_MLA_I8_UNROLL)
#if CHAINS + PRODUCTS != 14 || PRODUCTS != 6 || STEPS % PRODUCTS != 0
#error "32-bit and 16-bit sums share q0-q13, the sums before the loop are those of six, and iterations begin alike"
#endif

#define SUM_OF_STEP(later) %(CHAINS + ((step + later) % PRODUCTS))

        .altmacro
.macro stages accumulator, finished, begun, continued
        vpadal.s16 q\accumulator, q\finished
        vmull.s8 q\begun, d28, d30
        vmlal.s8 q\continued, d29, d31
.endm
.macro next_step
        stages  %(step % CHAINS), SUM_OF_STEP(2), SUM_OF_STEP(0), SUM_OF_STEP(4)
        .set    step, step + 1
.endm

begin_compute cachebound_mla_i8_neon
        each    vmov.i32, q, 0, CHAINS, #0
        each    vmull.s8, q, CHAINS, PRODUCTS, d28, d30
        each    vmlal.s8, q, CHAINS + 2, 2, d29, d31
        .set    step, 0
        compute_loop STEPS, next_step
end_compute cachebound_mla_i8_neon, q, 0, CHAINS
