// SPDX-License-Identifier: Apache-2.0
// chain_add_reg: one cycle per step, a clock without a PMU.
//
// Dependent `add` of two registers: latency 1 was measured on A53, A72 and N1 (in AArch64 state). Of the cores that
// know only AArch32 no such measurement is at hand: that the two clocks agree is checked on every run. Never with a
// shifted operand, which takes two cycles on A53, A72 and M1.
//
//   void cachebound_chain_add_reg(size_t iterations,   r0   > 0
//                                 const void* in,     r1   unused
//                                 void* out)          r2   uint32_t: the number of steps
//
//   r3 the chain     r12 1
#include "probes/arm/asm.h"
#include "probes/kernel_abi.h"

begin_kernel cachebound_chain_add_reg
        mov     r3, #0
        mov     r12, #1
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS / 2
        add     r3, r3, r12
        .endr
        subs    r0, r0, #1                      // mid-block: see asm.h
        .rept   KERNEL_CHAIN_STEPS - KERNEL_CHAIN_STEPS / 2
        add     r3, r3, r12
        .endr
        bne     1b
        str     r3, [r2]
        bx      lr
end_kernel cachebound_chain_add_reg
