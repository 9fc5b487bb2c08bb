// SPDX-License-Identifier: Apache-2.0
// Frame and loop of the arm compute kernels: nothing is loaded or stored in the loop.
//
//   r0 iterations left     r1 Operands     r2 out
//   q14 multiplier     q15 multiplicand     all other registers of the file are free (d8-d15 saved)
#pragma once

#include "probes/arm/asm.h"
#include "probes/arm/counts.h"

.macro begin_compute name
begin_kernel \name
        vpush   {d8-d15}
        load_operands r1
.endm

.macro load_operands base
        vld1.64 {d28, d29}, [\base]
        add     \base, \base, #KERNEL_OPERAND_BYTES
        vld1.64 {d30, d31}, [\base]
.endm

#define REGISTER_NUMBERS \
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27

// `instruction register, sources` for `count` registers of one kind (q, d or s) from `first` on.
.macro each instruction, kind, first, count, sources:vararg
        .irp    register, REGISTER_NUMBERS
        .if     \register >= (\first) && \register < (\first) + (\count)
        \instruction \kind\register, \sources
        .endif
        .endr
.endm

// `times` times the instructions of `pass`, the decrement in the middle.
.macro compute_loop times, pass:vararg
        align_loop
1:
        .rept   (\times) / 2
        \pass
        .endr
        subs    r0, r0, #1
        .rept   (\times) - (\times) / 2
        \pass
        .endr
        bne     1b
.endm

// Stores the accumulators and returns.
.macro end_compute name, kind, first, count
        store_accumulators \kind, \first, \count
        vpop    {d8-d15}
        bx      lr
end_kernel \name
.endm

.macro store_accumulators kind, first, count
        .irp    register, REGISTER_NUMBERS
        .if     \register >= (\first) && \register < (\first) + (\count)
        vstmia  r2!, {\kind\register}
        .endif
        .endr
.endm

// `instruction q0-q13, sources`, accumulators that start at zero: most kernels of 128 bits.
.macro vector_kernel name, instruction, count, times, sources:vararg
begin_compute \name
        each    vmov.i32, q, 0, \count, #0
        compute_loop \times, each \instruction, q, 0, \count, \sources
end_compute \name, q, 0, \count
.endm

// Kernels of 1 to KERNEL_ARM_SWEEP_LENGTH accumulators, and the table of their addresses.
.macro sweep_kernels name, instruction
        .irp    k, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
vector_kernel \name\()_\k, \instruction, \k, KERNEL_SWEEP_INSTRUCTIONS(\k) / \k, q14, q15
        .endr
        .section .data.rel.ro, "aw", %progbits
        .p2align 2
        .globl  \name
        .type   \name, %object
\name:
        .irp    k, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14
        .word   \name\()_\k
        .endr
        .size   \name, . - \name
        .text
.endm

#if KERNEL_ARM_SWEEP_LENGTH != 14
#error "the lists of sweep_kernels end at 14"
#endif
