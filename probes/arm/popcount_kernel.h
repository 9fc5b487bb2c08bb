// SPDX-License-Identifier: Apache-2.0
// The loop of the arm kernels that count bits: combine two operands, count the ones of each byte, add.
//
// Widening is deferred: a byte grows by at most 8 at a time, so a sum of bytes holds 31 counts (248), and only then it
// is added pairwise to 16-bit and those to 32-bit sums. An iteration is that whole: 31 counts in each of 6 sums, and 8
// instructions of widening for 186 counts. The first count of a sum goes straight to it. Six of a kind in a row keep
// the instructions that depend on each other 6 apart.
//
//   q0-q5 sums of bytes     q6-q11 counts     q12-q13 accumulators, 32-bit sums     q14, q15 operands
#pragma once

#include "probes/arm/compute_kernel.h"

#if KERNEL_ARM_POPCNT_BYTE_SUMS != 6 || KERNEL_ARM_POPCNT_CHAINS != 2 || KERNEL_ARM_POPCNT_DEFERRED != 31
#error "the register lists below have 6 sums of bytes and 2 accumulators, and 31 counts are all that a byte holds"
#endif

.macro count_round combine
        each    \combine, q, 6, 6, q14, q15
        .irp    sum, 0, 1, 2, 3, 4, 5
        count_to %(\sum + 6), %(\sum + 6)
        .endr
        .irp    sum, 0, 1, 2, 3, 4, 5
        add_count \sum, %(\sum + 6)
        .endr
.endm
.macro count_to sum, bits
        vcnt.8  q\sum, q\bits
.endm
.macro add_count sum, count
        vadd.i8 q\sum, q\sum, q\count
.endm

// `combine q, q14, q15` is vand or veor.
.macro popcount_loop combine
        each    vmov.i32, q, 12, KERNEL_ARM_POPCNT_CHAINS, #0
        .altmacro
        align_loop
1:
        each    \combine, q, 6, 6, q14, q15
        .irp    sum, 0, 1, 2, 3, 4, 5
        count_to \sum, %(\sum + 6)
        .endr
        .rept   KERNEL_ARM_POPCNT_DEFERRED / 2
        count_round \combine
        .endr
        subs    r0, r0, #1
        .rept   KERNEL_ARM_POPCNT_DEFERRED - 1 - KERNEL_ARM_POPCNT_DEFERRED / 2
        count_round \combine
        .endr
        vpaddl.u8 q6, q0
        vpaddl.u8 q7, q1
        vpadal.u8 q6, q2
        vpadal.u8 q7, q3
        vpadal.u8 q6, q4
        vpadal.u8 q7, q5
        vpadal.u16 q12, q6
        vpadal.u16 q13, q7
        bne     1b
        .noaltmacro
.endm
