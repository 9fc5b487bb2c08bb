// SPDX-License-Identifier: Apache-2.0
// Loops of the arm kernels that walk a MemoryWindow: each moves by one block per iteration.
//
// What they share: the position of the next block is the moved base itself, so that a wrong step shows in the position
// that is stored. It wraps by a conditional move: no branch ends a pass, so none can be mispredicted per pass (8 % at
// L1 sizes). The flags of the branch are set several accesses before it (asm.h). A base is moved some accesses before
// it is used: an in-order core computes addresses early and waits for a base that has just been written.
//
//   r0 blocks left     r1 end of the window     r2 out     r3 position, a base     r12 another base
//   lr begin of the window     r5 its second stream     r4-r11 free, saved     d0-d7, d16-d31 free
#pragma once

#include "probes/arm/asm.h"
#include "probes/arm/counts.h"

#define FREE_D_REGISTERS \
        d0, d1, d2, d3, d4, d5, d6, d7, d16, d17, d18, d19, d20, d21, d22, d23, d24, d25, d26, d27, d28, d29, d30, d31

.macro begin_walk name, prepare
begin_kernel \name
        push    {r4-r11, lr}
        ldr     lr, [r1, #KERNEL_WINDOW_BEGIN]
        ldr     r3, [r1, #KERNEL_WINDOW_POSITION]
        ldr     r5, [r1, #KERNEL_WINDOW_SECOND]
        \prepare
        ldr     r1, [r1, #KERNEL_WINDOW_END]
.endm

.macro end_walk name, finish
        str     r3, [r2]
        \finish
        pop     {r4-r11, pc}
end_kernel \name
.endm

// For accesses with an offset, `instruction register, [base, #offset]`, one every `step` bytes. The block is cut into
// segments as long as the offsets reach, an even number of them; r3 and r12 take turns as their base. Registers are
// used one after the other.
.macro walk_segments segment, step, instruction, registers:vararg
        .set    segments_left, KERNEL_BLOCK_BYTES / (\segment)
        align_loop
1:
        .rept   KERNEL_BLOCK_BYTES / (\segment) / 2
        access_segment r3, r12, \segment, \step, \instruction, \registers
        access_segment r12, r3, \segment, \step, \instruction, \registers
        .endr
        bne     1b
.endm

.macro access_segment base, next, segment, step, instruction, registers:vararg
        .set    offset, 0
        .set    segments_left, segments_left - 1
        .rept   (\segment) / (\step)
        .irp    register, \registers
        .if     offset < (\segment)
        \instruction \register, [\base, #offset]
        .set    offset, offset + (\step)
        .if     offset == 2 * (\step)
        add     \next, \base, #\segment
        .endif
        .if     segments_left == 0
        .if     offset == 4 * (\step)
        cmp     r3, r1
        .endif
        .if     offset == 6 * (\step)
        moveq   r3, lr
        .endif
        .if     offset == 8 * (\step)
        subs    r0, r0, #1
        .endif
        .endif
        .endif
        .endr
        .endr
.endm

// For accesses that move their base by `bytes`: `access base` is a macro. The last of a block go through r12, so that
// r3 can wrap meanwhile.
#define WALK_TAIL_BYTES 256
.macro walk_along bytes, access
        align_loop
1:
        .rept   (KERNEL_BLOCK_BYTES - WALK_TAIL_BYTES) / (\bytes) - 1
        \access r3
        .endr
        add     r12, r3, #\bytes
        \access r3
        add     r3, r12, #WALK_TAIL_BYTES
        \access r12
        cmp     r3, r1
        \access r12
        moveq   r3, lr
        \access r12
        subs    r0, r0, #1
        .rept   WALK_TAIL_BYTES / (\bytes) - 3
        \access r12
        .endr
        bne     1b
.endm

// For kernels that read and write: `load` and `store` are macros that each make the accesses of one pattern and move
// their own base, r3 and r12, to the next; `patterns` make a block. `store` puts its argument, if any, behind its first
// access. Writes go r5 bytes behind the reads.
.macro walk_pairs patterns, load, store
        add     r12, r3, r5
        align_loop
1:
        .rept   (\patterns) - 1
        \load
        \store
        .endr
        \load
        cmp     r3, r1
        \store wrap_and_count
        add     r12, r3, r5
        bne     1b
.endm
.macro wrap_and_count
        moveq   r3, lr
        subs    r0, r0, #1
.endm

// `lines` lines read for each that is written, one after the other within the window; what is written: KERNEL_STORED_BYTE. The
// pattern needs r5, from its first line to the one written, r6 and r7, from the last half line that is read, and
// written, to the first of the next pattern, and what is stored in d0-d3. Data goes to d4-d7 and d16-d31, used again after five
// loads.
.macro load_lines lines
        .set    loads_left, 2 * (\lines)
        .irp    data, d4-d7, d16-d19, d20-d23, d24-d27, d28-d31, d4-d7
        .if     loads_left > 1
        vld1.64 {\data}, [r3:256]!
        .elseif loads_left == 1
        vld1.64 {\data}, [r3:256], r6
        .endif
        .set    loads_left, loads_left - 1
        .endr
.endm
.macro store_line behind_first
        vst1.64 {d0-d3}, [r12:256]!
        \behind_first
        vst1.64 {d0-d3}, [r12:256], r7
.endm
.macro read_write_kernel name, lines, block
begin_walk \name
        vmov.i8 q0, #KERNEL_STORED_BYTE
        vmov.i8 q1, #KERNEL_STORED_BYTE
        mov     r5, #64 * (\lines)
        mov     r6, #64 + 32
        mov     r7, #64 * (\lines) + 32
        walk_pairs (\block) / (64 * ((\lines) + 1)), "load_lines \lines", store_line
end_walk \name
.endm
