// SPDX-License-Identifier: Apache-2.0
// chain_add_avx512: the clock chain beside 512-bit logic.
//
// Dependent `add reg, reg` of one cycle each, and beside every eighth a 512-bit AND that waits for nothing. It is for
// kernels of 512-bit logic and integer additions: chain_fma_avx512 would lower the clock, and 60 us of scalar code
// alone would let the upper halves of the vector units fall asleep: vpopcntq then reads 677.7 of 682.7 operations per
// cycle in slices of 60 us and 682.4 in slices of 200 us, so 0.4 us of each slice go into waking them (Granite Rapids
// class KVM guest, 2026-11-23). Loads and stores do not use those units.
//
//   void cachebound_chain_add_avx512(size_t iterations,   rdi   > 0
//                                    const void* in,     rsi   unused
//                                    void* out)          rdx   uint64_t: the number of steps
//
//   rcx the chain     rax 1     zmm16 of no consequence     zmm30 source of the ANDs
#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

begin_kernel cachebound_chain_add_avx512
        xor     ecx, ecx
        mov     eax, 1
        vpxord  zmm30, zmm30, zmm30
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS / 8
        vpandq  zmm16, zmm30, zmm30
        .rept   8
        add     rcx, rax
        .endr
        .endr
        dec     rdi
        jnz     1b
        mov     qword ptr [rdx], rcx
        vzeroupper
        ret
end_kernel cachebound_chain_add_avx512
