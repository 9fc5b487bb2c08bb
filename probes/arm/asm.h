// SPDX-License-Identifier: Apache-2.0
// Frame of every arm kernel: AAPCS32 hard float, ARM state (not Thumb), no -march or -mfpu on the command line.
//
// Arguments: r0 iterations (> 0), r1 in, r2 out. Kernels are leaves; d8-d15 are callee-saved and saved where used. The
// decrement of r0 stands in the middle of a loop: next to the branch, in-order cores lose a cycle to it (24 FMAs with
// `subs` mid-block reach 7.95 of 8 flops per cycle on a Cortex-A53, 20 with `subs; bne` 7.57: cpufp, MegPeak). What a
// file requires is named here for the assembler and in the catalogue for the run time (Isa::neon, neon_vfpv4).
#pragma once

        .syntax unified
        .arch   armv7-a
        .fpu    neon-vfpv4
        .eabi_attribute Tag_ABI_VFP_args, 1
        .section .note.GNU-stack,"",%progbits
        .text
        .arm

.macro begin_kernel name
        .globl  \name
        .type   \name, %function
        .p2align 6
\name:
        .fnstart
        .cantunwind
.endm

.macro end_kernel name
        .fnend
        .size   \name, . - \name
.endm

.macro align_loop
        .p2align 6
.endm
