// SPDX-License-Identifier: Apache-2.0
// chain_add_imm: NOT a clock, kept to show what it would have claimed.
//
// Dependent `add` of an immediate. Cores may fold immediate additions at rename, as x86 cores do; the register form has
// no such shortcut. Where the two agree, nothing is folded.
//
//   void cachebound_chain_add_imm(size_t iterations,   x0   > 0
//                                 const void* in,     x1   unused
//                                 void* out)          x2   uint64_t: the number of steps
//
//   x3 the chain
#include "probes/aarch64/asm.h"
#include "probes/kernel_abi.h"

begin_kernel cachebound_chain_add_imm
        mov     x3, #0
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS / 2
        add     x3, x3, #1
        .endr
        subs    x0, x0, #1
        .rept   KERNEL_CHAIN_STEPS / 2
        add     x3, x3, #1
        .endr
        b.ne    1b
        str     x3, [x2]
        ret
end_kernel cachebound_chain_add_imm
