// SPDX-License-Identifier: Apache-2.0
// chain_add_imm: NOT a clock, kept to show what it would have claimed.
//
// Dependent `add reg, imm`. Golden Cove and its successors add small immediates at rename and need no execution step
// for them: taken as one cycle each, this chain reads as a core of 19 GHz. Elsewhere it agrees with chain_add_reg.
//
//   void cachebound_chain_add_imm(size_t iterations,   rdi   > 0
//                                 const void* in,     rsi   unused
//                                 void* out)          rdx   uint64_t: the number of steps
//
//   rcx the chain
#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

begin_kernel cachebound_chain_add_imm
        xor     ecx, ecx
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS
        add     rcx, 1
        .endr
        dec     rdi
        jnz     1b
        mov     qword ptr [rdx], rcx
        ret
end_kernel cachebound_chain_add_imm
