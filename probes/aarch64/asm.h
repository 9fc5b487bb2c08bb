// SPDX-License-Identifier: Apache-2.0
// Frame of every aarch64 kernel: AAPCS64, base Armv8-A with ASIMD, no -march on the command line.
//
// Arguments: x0 iterations (> 0), x1 in, x2 out. Kernels are leaves; v8-v15 are callee-saved in their low halves: a
// kernel that uses them brackets its body with save_d8_d15 and restore_d8_d15.
#pragma once

        .section .note.GNU-stack,"",%progbits
// Every entry is a valid branch target (BTI): one object without this note would switch BTI off for the program.
        .section .note.gnu.property,"a"
        .p2align 3
        .word   4, 16, 5
        .asciz  "GNU"
        .word   0xc0000000, 4, 1, 0
        .text

.macro begin_kernel name
        .globl  \name
        .type   \name, %function
        .p2align 6
\name:
        .cfi_startproc
        hint    #34
.endm

.macro end_kernel name
        .cfi_endproc
        .size   \name, . - \name
.endm

.macro align_loop
        .p2align 6
.endm

.macro save_d8_d15
        stp     d8, d9, [sp, #-64]!
        .cfi_adjust_cfa_offset 64
        stp     d10, d11, [sp, #16]
        stp     d12, d13, [sp, #32]
        stp     d14, d15, [sp, #48]
.endm

.macro restore_d8_d15
        ldp     d10, d11, [sp, #16]
        ldp     d12, d13, [sp, #32]
        ldp     d14, d15, [sp, #48]
        ldp     d8, d9, [sp], #64
        .cfi_adjust_cfa_offset -64
.endm
