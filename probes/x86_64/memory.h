// SPDX-License-Identifier: Apache-2.0
// The frame of the kernels that walk through a window (probes::MemoryWindow), block by block.
//
// A kernel file defines what it does to a block and expands `window_kernel` once:
//
//   void cachebound_<id>(size_t blocks,                rdi   > 0
//                        const MemoryWindow* window,   rsi   whole blocks, 64-byte aligned
//                        const void** position)        rdx   out: where the next call goes on
//
//   rax the half of the block that is walked now     r11 its other half     rcx distance of the second stream
//   r8 begin of the window minus its end     r9 its end     r10 scratch of the frame at the end of a block
//   rsi zero, or the bytes of a half where the window asks to ascend     r10 free within a half
//
// Each block is walked in two halves, and blocks take turns which half comes first: 0 1, 3 2, 4 5, 7 6. So no load
// instruction keeps a constant stride. On a Golden Cove class core (Granite Rapids) one that keeps it over three
// iterations, of any length up to 8 KiB, loses 10 % of the L1 rate: 115.4 of 128 bytes per cycle with 512-bit loads,
// 127.9 in this order (and 128.0 where the whole pass is unrolled, stride zero); from L2 48.9 and 49.8. The stride
// prefetcher, which asks for lines that are there already, is the likely cause; it has no use here, and a ceiling must
// not pay for it. Within a half, lines ascend, for the prefetchers of the outer levels; but where every line comes from
// there, halves in turns are what costs: a window can ask for lines in order (MemoryWindow::ascending), and a trial in
// every round says which is faster (probes/window_order.hpp).
//
// The position wraps by cmov: no branch ends a pass, so none can be mispredicted per pass.
#pragma once

#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"
#include "probes/x86_64/counts.h"

        .altmacro

.macro nothing
.endm

// `prepare` sets up constants, `walk_half` works on the `half` bytes at rax, `leave` stands once behind the loop.
.macro window_kernel name, half, walk_half, prepare=nothing, leave=vzeroupper
begin_kernel \name
        mov     r9, qword ptr [rsi + KERNEL_WINDOW_END]
        mov     r8, qword ptr [rsi + KERNEL_WINDOW_BEGIN]
        sub     r8, r9
        mov     rax, qword ptr [rsi + KERNEL_WINDOW_POSITION]
        lea     r11, [rax + \half]
        mov     rcx, qword ptr [rsi + KERNEL_WINDOW_SECOND]
        mov     r10, qword ptr [rsi + KERNEL_WINDOW_ASCENDING]
        \prepare
        mov     rsi, r10
        and     rsi, \half
        align_loop
1:
        \walk_half
        xchg    rax, r11
        \walk_half
        // Now r11 is the half that came first: adding a block to both makes the other one first in the next. To ascend,
        // both are exchanged: rax goes on to the half behind its own.
        add     rax, 2 * (\half)
        add     r11, 2 * (\half)
        sub     rax, rsi
        add     r11, rsi
        // Whichever of the two is the lower half is at the end when the pass is.
        xor     r10d, r10d
        cmp     rax, r9
        cmove   r10, r8
        cmp     r11, r9
        cmove   r10, r8
        add     rax, r10
        add     r11, r10
        dec     rdi
        jnz     1b
        cmp     rax, r11
        cmova   rax, r11
        mov     qword ptr [rdx], rax
        \leave
        ret
end_kernel \name
.endm

// What stores store, into ymm15 or zmm15; a load, so that no kernel has an arithmetic instruction of 512 bits.
.macro stored_ymm
        vmovaps ymm15, ymmword ptr [rip + 88f]
        stored_line
.endm
.macro stored_zmm
        vmovaps zmm15, zmmword ptr [rip + 88f]
        stored_line
.endm
.macro stored_line
        .pushsection .rodata.cst64, "aM", @progbits, 64
        .balign 64
88:
        .fill   64, 1, KERNEL_STORED_BYTE
        .popsection
.endm

// `what offset` for offset = 0, stride, ... below `bytes`. The percent sign makes the digits of a number.
.macro each_offset bytes, stride, what
        .set    this_offset, 0
        .rept   (\bytes) / (\stride)
        \what   %this_offset
        .set    this_offset, this_offset + \stride
        .endr
.endm

// `what offset, register`, registers 0 to 7 in turn: no load waits for an earlier one to retire its destination.
.macro each_offset_in_turn bytes, stride, what
        .set    this_offset, 0
        .rept   (\bytes) / (\stride)
        \what   %this_offset, %(this_offset/\stride%8)
        .set    this_offset, this_offset + \stride
        .endr
.endm

// The same within a group of `bytes` at `begin`: loads of several lines, then their stores.
.macro each_offset_from begin, bytes, stride, what
        .set    group_offset, 0
        .rept   (\bytes) / (\stride)
        \what   %(\begin + group_offset)
        .set    group_offset, group_offset + \stride
        .endr
.endm

// `what offset, register`, registers 0, 1, ... in the order of the offsets.
.macro in_group begin, bytes, stride, what
        .set    group_offset, 0
        .rept   (\bytes) / (\stride)
        \what   %(\begin + group_offset), %(group_offset/\stride)
        .set    group_offset, group_offset + \stride
        .endr
.endm
