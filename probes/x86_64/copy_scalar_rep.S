// SPDX-License-Identifier: Apache-2.0
// copy_scalar_rep: copy bandwidth of the string move, `rep movsb`, which needs no vector registers.
//
// Cores with fast string moves (CPUID ERMS, FSRM) move whole lines, and from some length on take the lines that they
// overwrite without reading them first, which no loop of plain loads and stores does: on a Zen 4 two streams of 128 MiB
// are copied at 33.1 to 35.9 GB/s, read and written, by copy_avx512 at 30.0 to 33.3 (docs/method.md). One instruction moves what
// is left of the window, so that its start-up is paid once per pass; a short window shows it.
//
//   void cachebound_copy_scalar_rep(size_t blocks, const MemoryWindow* window, const void** position)
//
//   rsi position     rdi its copy     rcx bytes of this instruction     r8 begin     r9 end     r10 distance of the copy
//   r11 bytes to go
#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

begin_kernel cachebound_copy_scalar_rep
        imul    r11, rdi, KERNEL_BLOCK_BYTES
        mov     r8, qword ptr [rsi + KERNEL_WINDOW_BEGIN]
        mov     r9, qword ptr [rsi + KERNEL_WINDOW_END]
        mov     r10, qword ptr [rsi + KERNEL_WINDOW_SECOND]
        mov     rsi, qword ptr [rsi + KERNEL_WINDOW_POSITION]
        align_loop
1:
        mov     rcx, r9
        sub     rcx, rsi
        cmp     rcx, r11
        cmova   rcx, r11
        mov     rdi, rsi
        add     rdi, r10
        sub     r11, rcx
        rep movsb
        cmp     rsi, r9
        cmove   rsi, r8
        test    r11, r11
        jnz     1b
        mov     qword ptr [rdx], rsi
        ret
end_kernel cachebound_copy_scalar_rep
