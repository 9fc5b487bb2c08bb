// SPDX-License-Identifier: Apache-2.0
// The frame of every compute kernel: operands, cleared accumulators, the loop, and their storing.
//
// Accumulators are the last registers: 24 of them are v8-v31, 8 are v24-v31. A kernel is written as what one step does
// to one accumulator, a macro that takes its number; the loop goes through all accumulators again and again, with its
// decrement in the middle of the block, where the in-order A53 and A55 execute it beside a vector instruction (next to
// its branch it costs a cycle), and its only branch at the end.
//
//   x0 iterations     x1 operands     x2 output     v0 multiplier     v1 multiplicand     p0 all lanes (SVE)
#pragma once

#include "probes/aarch64/asm.h"
#include "probes/aarch64/counts.h"
#include "probes/kernel_abi.h"

// %expression as a macro's argument is its value: registers from counters. In this mode a parameter is replaced with or
// without its backslash, hence the long names.
        .altmacro

.macro call_with operation_, number_
        \operation_ \number_
.endm

// `operation first`, `operation first + 1`, ...
.macro each_from operation_, first_, how_many_
        .set    each_register, \first_
        .rept   \how_many_
        call_with \operation_, %each_register
        .set    each_register, each_register + 1
        .endr
.endm

// The same for the accumulators.
.macro each operation_, how_many_
        .set    first_accumulator, 32 - (\how_many_)
        each_from \operation_, first_accumulator, \how_many_
.endm

.macro step_loop step_, how_many_, repetitions_
        align_loop
1:
        .rept   (\repetitions_) / 2
        each    \step_, \how_many_
        .endr
        subs    x0, x0, #1
        .rept   (\repetitions_) - (\repetitions_) / 2
        each    \step_, \how_many_
        .endr
        b.ne    1b
.endm

// What a register holds, by its width: q, d, s of ASIMD, z of SVE.
.macro operands_asimd
        ldr     q0, [x1]
        ldr     q1, [x1, #KERNEL_OPERAND_BYTES]
.endm

.macro operands_sve
        ptrue   p0.b
        ldr     z0, [x1]
        add     x3, x1, #KERNEL_OPERAND_BYTES
        ldr     z1, [x3]
.endm

.macro zero_asimd number_
        movi    v\number_\().2d, #0
.endm

.macro zero_sve number_
        mov     z\number_\().b, #0
.endm

.macro store_q number_
        str     q\number_, [x2], #16
.endm

.macro store_d number_
        str     d\number_, [x2], #8
.endm

.macro store_s number_
        str     s\number_, [x2], #4
.endm

.macro store_z number_
        str     z\number_, [x2]
        addvl   x2, x2, #1
.endm

// Between begin_compute and end_compute stand a kernel's own preparations and its loop.
.macro begin_compute symbol_, operands_, clear_, how_many_
begin_kernel \symbol_
        save_d8_d15
        \operands_
        each    \clear_, \how_many_
.endm

.macro end_compute symbol_, store_, how_many_
        each    \store_, \how_many_
        restore_d8_d15
        ret
end_kernel \symbol_
.endm

// A kernel that is nothing but steps.
.macro compute_kernel symbol_, operands_, clear_, store_, step_, how_many_, repetitions_
begin_compute \symbol_, \operands_, \clear_, \how_many_
step_loop \step_, \how_many_, \repetitions_
end_compute \symbol_, \store_, \how_many_
.endm

// With accumulators of 128 bits, of a scalable vector, of 64 and of 32 bits.
.macro kernel_of_q symbol_, step_, how_many_=KERNEL_CHAINS, repetitions_=KERNEL_UNROLL
compute_kernel \symbol_, operands_asimd, zero_asimd, store_q, \step_, \how_many_, \repetitions_
.endm

.macro kernel_of_z symbol_, step_, how_many_=KERNEL_CHAINS, repetitions_=KERNEL_UNROLL
compute_kernel \symbol_, operands_sve, zero_sve, store_z, \step_, \how_many_, \repetitions_
.endm

.macro kernel_of_d symbol_, step_, how_many_=KERNEL_CHAINS, repetitions_=KERNEL_UNROLL
compute_kernel \symbol_, operands_asimd, zero_asimd, store_d, \step_, \how_many_, \repetitions_
.endm

.macro kernel_of_s symbol_, step_, how_many_=KERNEL_CHAINS, repetitions_=KERNEL_UNROLL
compute_kernel \symbol_, operands_asimd, zero_asimd, store_s, \step_, \how_many_, \repetitions_
.endm

// Kernels with 1 ... largest_ accumulators, and <symbol>_sweep, the table of their addresses.
.macro sweep_kernel symbol_, family_, step_, count_
        .set    sweep_repetitions, KERNEL_SWEEP_INSTRUCTIONS(\count_) / \count_
\family_ \symbol_\()_acc\count_, \step_, \count_, sweep_repetitions
.endm

.macro sweep_address symbol_, count_
        .quad   \symbol_\()_acc\count_
.endm

.macro sweep symbol_, family_, step_, largest_=KERNEL_SWEEP_LARGEST
        .set    sweep_count, 1
        .rept   \largest_
        sweep_kernel \symbol_, \family_, \step_, %sweep_count
        .set    sweep_count, sweep_count + 1
        .endr
        .section .data.rel.ro,"aw"
        .globl  \symbol_\()_sweep
        .type   \symbol_\()_sweep, %object
        .p2align 3
\symbol_\()_sweep:
        .set    sweep_count, 1
        .rept   \largest_
        sweep_address \symbol_, %sweep_count
        .set    sweep_count, sweep_count + 1
        .endr
        .size   \symbol_\()_sweep, . - \symbol_\()_sweep
        .text
.endm
