// SPDX-License-Identifier: Apache-2.0
// chain_add_imm: NOT a clock, kept to show what it would have claimed.
//
// Dependent `add` of an immediate. Cores may fold immediate additions at rename, as x86 cores do; the register form has
// no such shortcut. Where the two agree, nothing is folded.
//
//   void cachebound_chain_add_imm(size_t iterations,   r0   > 0
//                                 const void* in,     r1   unused
//                                 void* out)          r2   uint32_t: the number of steps
//
//   r3 the chain
#include "probes/arm/asm.h"
#include "probes/kernel_abi.h"

begin_kernel cachebound_chain_add_imm
        mov     r3, #0
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS / 2
        add     r3, r3, #1
        .endr
        subs    r0, r0, #1                      // mid-block: see asm.h
        .rept   KERNEL_CHAIN_STEPS - KERNEL_CHAIN_STEPS / 2
        add     r3, r3, #1
        .endr
        bne     1b
        str     r3, [r2]
        bx      lr
end_kernel cachebound_chain_add_imm
