// SPDX-License-Identifier: Apache-2.0
// chain_add_reg: one cycle per step, a clock without a PMU.
//
// Dependent `add reg, reg`: latency 1 on every x86-64 core. The register form, since the immediate form is no clock:
// see chain_add_imm.
//
//   void cachebound_chain_add_reg(size_t iterations,   rdi   > 0
//                                 const void* in,     rsi   unused
//                                 void* out)          rdx   uint64_t: the number of steps
//
//   rcx the chain     rax 1
#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

begin_kernel cachebound_chain_add_reg
        xor     ecx, ecx
        mov     eax, 1
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS
        add     rcx, rax
        .endr
        dec     rdi
        jnz     1b
        mov     qword ptr [rdx], rcx
        ret
end_kernel cachebound_chain_add_reg
