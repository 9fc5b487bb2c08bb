// SPDX-License-Identifier: Apache-2.0
// chain_imul: three cycles per step, the second clock.
//
// Dependent `imul r64, r64`: latency 3 on every Intel core since Nehalem and on every Zen. It shares neither unit nor
// latency with chain_add_reg, so a core that shortens one of them makes the two disagree.
//
//   void cachebound_chain_imul(size_t iterations,   rdi   > 0
//                              const void* in,     rsi   unused
//                              void* out)          rdx   uint64_t: 3 to the power of the number of steps, modulo 2^64
//
//   rcx the chain     rax 3
#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

begin_kernel cachebound_chain_imul
        mov     ecx, 1
        mov     eax, 3
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS
        imul    rcx, rax
        .endr
        dec     rdi
        jnz     1b
        mov     qword ptr [rdx], rcx
        ret
end_kernel cachebound_chain_imul
