// SPDX-License-Identifier: Apache-2.0
// The frame of kernels that walk through a window: what a quarter of a block does is their own, the rest is here.
//
// One iteration is one block. Where the next block lies is computed in the middle of it and wraps by csel: no branch
// ends a pass, so none can be mispredicted per pass (that costs 8 % at L1 sizes). The iteration is counted long before
// its only branch. No writeback, which would chain the addresses and cost a uop on A57 and A72: all offsets are
// immediates. `offset` counts them through a block, from -bias where the base points behind the block's begin.
//
//   x0 blocks, > 0     x1 const MemoryWindow*, whole blocks, 64-byte aligned     x2 out: where the next call goes on
//   x3 this block (+ bias)     x4 the next     x5 the window's first     x6 the one after its last
#pragma once

#include "probes/aarch64/asm.h"
#include "probes/aarch64/counts.h"
#include "probes/kernel_abi.h"

// %expression as a macro's argument is its value: registers from counters. In this mode a parameter is replaced with or
// without its backslash, hence the long names.
        .altmacro

// ldp, stp and stnp q reach -1024 .. 1008: their base is the middle of the block.
#if KERNEL_BLOCK_BYTES != 2048
#error "one base must serve a whole block"
#endif
        .set    half_block, KERNEL_BLOCK_BYTES / 2
        .set    quarter_block, KERNEL_BLOCK_BYTES / 4

.macro nothing
.endm

// `quarter` is expanded four times and reads `part`, 0-3, where it matters.
.macro walk symbol_, quarter_, prepare_=nothing, bias_=0, block_=KERNEL_BLOCK_BYTES, finish_=nothing
begin_kernel \symbol_
        ldr     x5, [x1, #KERNEL_WINDOW_BEGIN]
        ldr     x6, [x1, #KERNEL_WINDOW_END]
        ldr     x3, [x1, #KERNEL_WINDOW_POSITION]
        .if     \bias_
        add     x5, x5, #\bias_
        add     x6, x6, #\bias_
        add     x3, x3, #\bias_
        .endif
        \prepare_
        align_loop
1:
        .set    offset, -(\bias_)
        .set    datum, 0
        .set    part, 0
        \quarter_
        add     x4, x3, #\block_
        cmp     x4, x6
        .set    part, 1
        \quarter_
        csel    x4, x5, x4, eq
        sub     x0, x0, #1
        .set    part, 2
        \quarter_
        .set    part, 3
        \quarter_
        mov     x3, x4
        cbnz    x0, 1b
        .if     \bias_
        sub     x3, x3, #\bias_
        .endif
        str     x3, [x2]
        \finish_
        ret
end_kernel \symbol_
.endm

// Data goes to v0-v7 and v16-v31 in turn, 24 registers, and to x8-x17: in-order cores may wait on a register whose load
// is still under way.
.macro next_vector operation_
        vector_number \operation_, %(datum % 24 + ((datum % 24 >= 8) & 8))
        .set    datum, datum + 1
.endm
.macro vector_number operation_, first_
        \operation_ \first_
.endm

.macro next_vector_pair operation_
        vector_numbers \operation_, %(datum % 24 + ((datum % 24 >= 8) & 8)), %(datum % 24 + ((datum % 24 >= 8) & 8) + 1)
        .set    datum, datum + 2
.endm
.macro vector_numbers operation_, first_, second_
        \operation_ \first_, \second_
.endm

.macro next_integer operation_
        vector_number \operation_, %(8 + datum % 10)
        .set    datum, datum + 1
.endm

.macro next_integer_pair operation_
        vector_numbers \operation_, %(8 + datum % 10), %(9 + datum % 10)
        .set    datum, datum + 2
.endm

// One access of each form at `offset`, which moves on.
.macro ldr_q number_
        ldr     q\number_, [x3, #offset]
        .set    offset, offset + 16
.endm

.macro ldr_d number_
        ldr     d\number_, [x3, #offset]
        .set    offset, offset + 8
.endm

.macro ldr_x number_
        ldr     x\number_, [x3, #offset]
        .set    offset, offset + 8
.endm

.macro ldp_q first_, second_
        ldp     q\first_, q\second_, [x3, #offset]
        .set    offset, offset + 32
.endm

// Stores take what they store from v0 and v1.
.macro stored_pair
        movi    v0.16b, #KERNEL_STORED_BYTE
        movi    v1.16b, #KERNEL_STORED_BYTE
.endm

.macro str_stored
        str     q0, [x3, #offset]
        .set    offset, offset + 16
.endm

.macro stp_stored
        stp     q0, q1, [x3, #offset]
        .set    offset, offset + 32
.endm

.macro stnp_stored
        stnp    q0, q1, [x3, #offset]
        .set    offset, offset + 32
.endm

// A line of 64 bytes. Loads leave v0 and v1 alone in kernels that store too.
.macro read_line
        next_high_pair ldp_q
        next_high_pair ldp_q
.endm
.macro next_high_pair operation_
        vector_numbers \operation_, %(16 + datum % 16), %(17 + datum % 16)
        .set    datum, datum + 2
.endm

.macro write_line
        stp_stored
        stp_stored
.endm

// ldp x reaches -512 .. 504: two bases, x3 in the middle of the block's first half, x7 in that of its second.
.macro ldp_x first_, second_
        .if     part < 2
        ldp     x\first_, x\second_, [x3, #offset]
        .else
        ldp     x\first_, x\second_, [x7, #offset - half_block]
        .endif
        .set    offset, offset + 16
.endm

.macro quarter_of_ldp_x
        .if     part == 0
        add     x7, x3, #half_block
        .endif
        .rept   KERNEL_LOADS_X_PAIRS / 4
        next_integer_pair ldp_x
        .endr
.endm

// Quarters that more than one kernel has: as bandwidth, and as load slots.
.macro quarter_of_ldr_q
        .rept   KERNEL_LOADS_Q / 4
        next_vector ldr_q
        .endr
.endm

.macro quarter_of_ldp_q
        .rept   KERNEL_LOADS_Q_PAIRS / 4
        next_vector_pair ldp_q
        .endr
.endm

.macro quarter_of_ldr_d
        .rept   KERNEL_LOADS_D / 4
        next_vector ldr_d
        .endr
.endm

.macro quarter_of_ldr_x
        .rept   KERNEL_LOADS_X / 4
        next_integer ldr_x
        .endr
.endm

// Copies: a kernel defines store_two. Eight pairs are loaded, then stored; the second stream is x8 bytes behind.
#define COPY_GROUP 8
.macro second_stream
        ldr     x8, [x1, #KERNEL_WINDOW_SECOND]
.endm

.macro load_two first_, second_
        ldp     q\first_, q\second_, [x3, #offset + 16 * (\first_ - 16)]
.endm

.macro each_of_copy_group operation_
        .irp    number_, 16, 18, 20, 22, 24, 26, 28, 30
        vector_numbers \operation_, \number_, %(\number_ + 1)
        .endr
.endm

.macro quarter_of_copy
        .if     part == 0
        add     x7, x3, x8
        .endif
        .rept   KERNEL_LOADS_Q_PAIRS / 4 / COPY_GROUP
        each_of_copy_group load_two
        each_of_copy_group store_two
        .set    offset, offset + 32 * COPY_GROUP
        .endr
.endm

// ld1 has no offset: eight bases, x7-x14, each a line and 16 bytes behind the one before, are loaded from in turn.
// Those of the next block are made beside the last loads of this one.
#define BASE_DISTANCE 80
.macro bases_from origin_
        .set    base, 7
        .rept   8
        base_from \origin_, %base
        .set    base, base + 1
        .endr
.endm
.macro base_from origin_, base_
        add     x\base_, \origin_, #(\base_ - 7) * BASE_DISTANCE
.endm

.macro first_bases
        bases_from x3
.endm

.macro quarter_of_bases operation_
        .rept   KERNEL_LOADS_LD1 / 4
        load_by_base \operation_, %(datum % 24 + ((datum % 24 >= 8) & 8)), %(7 + datum % 8)
        .set    datum, datum + 1
        .endr
.endm
.macro load_by_base operation_, number_, base_
        \operation_ \number_, x\base_
        .if     datum >= KERNEL_LOADS_LD1 - 8
        base_from x4, \base_
        .endif
.endm
