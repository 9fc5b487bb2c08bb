// SPDX-License-Identifier: Apache-2.0
// The frame of the kernels that walk through a window (probes::MemoryWindow), block by block.
//
// A kernel file defines what it does to a block and expands `window_kernel` once:
//
//   void cachebound_<id>(size_t blocks,                rdi   > 0
//                        const MemoryWindow* window,   rsi   whole blocks, 64-byte aligned
//                        const void** position)        rdx   out: where the next call goes on
//
//   rax this block     r8 begin of the window     r9 its end     rcx distance of the second stream
//   rsi, r10, r11 free
//
// Lines in ascending order, for the prefetchers of the outer levels. The position wraps by cmov: no branch ends a pass,
// so none can be mispredicted per pass (that costs 8 % at L1 sizes).
#pragma once

#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"
#include "probes/x86_64/counts.h"

        .altmacro

.macro nothing
.endm

// `prepare` sets up constants, `walk_block` works on the block at rax, `leave` stands once behind the loop.
.macro window_kernel name, block, walk_block, prepare=nothing, leave=vzeroupper
begin_kernel \name
        mov     r8, qword ptr [rsi + KERNEL_WINDOW_BEGIN]
        mov     r9, qword ptr [rsi + KERNEL_WINDOW_END]
        mov     rax, qword ptr [rsi + KERNEL_WINDOW_POSITION]
        mov     rcx, qword ptr [rsi + KERNEL_WINDOW_SECOND]
        \prepare
        align_loop
1:
        \walk_block
        add     rax, \block
        cmp     rax, r9
        cmove   rax, r8
        dec     rdi
        jnz     1b
        mov     qword ptr [rdx], rax
        \leave
        ret
end_kernel \name
.endm

// `what offset` for offset = 0, stride, ... below `block`. The percent sign makes the digits of a number.
.macro each_offset block, stride, what
        .set    this_offset, 0
        .rept   (\block) / (\stride)
        \what   %this_offset
        .set    this_offset, this_offset + \stride
        .endr
.endm

// `what offset, register`, registers 0 to 7 in turn: no load waits for an earlier one to retire its destination.
.macro each_offset_in_turn block, stride, what
        .set    this_offset, 0
        .rept   (\block) / (\stride)
        \what   %this_offset, %(this_offset/\stride%8)
        .set    this_offset, this_offset + \stride
        .endr
.endm
