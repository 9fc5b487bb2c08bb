// SPDX-License-Identifier: Apache-2.0
// Frame of every x86-64 kernel: Intel syntax, System V ABI, no -march on the command line.
//
// Arguments: rdi iterations (> 0), rsi in, rdx out. Kernels are leaves, use no stack and only caller-saved registers.
#pragma once

        .intel_syntax noprefix
        .section .note.GNU-stack,"",@progbits
        .text

.macro begin_kernel name
        .globl  \name
        .type   \name, @function
        .p2align 6
\name:
        .cfi_startproc
        endbr64
.endm

.macro end_kernel name
        .cfi_endproc
        .size   \name, . - \name
.endm

// Loop heads start a cache line: the measured body must not depend on what the linker placed before it.
.macro align_loop
        .p2align 6
.endm
