// SPDX-License-Identifier: Apache-2.0
// write_scalar_rep: write bandwidth of the string store, `rep stosb`. As copy_scalar_rep, with one stream.
//
//   void cachebound_write_scalar_rep(size_t blocks, const MemoryWindow* window, const void** position)
//
//   rdi position     rcx bytes of this instruction     al what is stored     r8 begin     r9 end     r11 bytes to go
#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

begin_kernel cachebound_write_scalar_rep
        imul    r11, rdi, KERNEL_BLOCK_BYTES
        mov     r8, qword ptr [rsi + KERNEL_WINDOW_BEGIN]
        mov     r9, qword ptr [rsi + KERNEL_WINDOW_END]
        mov     rdi, qword ptr [rsi + KERNEL_WINDOW_POSITION]
        mov     eax, KERNEL_STORED_BYTE
        align_loop
1:
        mov     rcx, r9
        sub     rcx, rdi
        cmp     rcx, r11
        cmova   rcx, r11
        sub     r11, rcx
        rep stosb
        cmp     rdi, r9
        cmove   rdi, r8
        test    r11, r11
        jnz     1b
        mov     qword ptr [rdx], rdi
        ret
end_kernel cachebound_write_scalar_rep
