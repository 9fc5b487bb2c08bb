// SPDX-License-Identifier: Apache-2.0
// Population counts of two bit vectors combined, without the dot-product extension.
//
// Rounds of 8 combinations, 8 cnt and 8 additions of bytes: each instruction takes what the eighth before it made. A
// byte can take 31 counts of up to 8; the first round counts straight into the bytes, and after the last, uadalp adds
// pairs of them to lanes of 16 bits: 744 instructions for 248 vectors, 3.0 for each. A 16-bit lane can take the counts
// of 4095 vectors; real kernels widen again before that.
//
//   v24-v31 accumulators     v16-v23 bytes     v8-v15 combinations (d8-d15 saved)     v0, v1 operands
#pragma once

#include "probes/aarch64/compute.h"

#if KERNEL_POPCNT_CHAINS != 8 || 8 * KERNEL_POPCNT_DEFERRED > 255
#error "eight registers each, and a byte must hold all deferred counts"
#endif

.macro count number_
        cnt     v\number_\().16b, v\number_\().16b
.endm

.macro add_bytes number_
        add_combination \number_, %(\number_ - 8)
.endm
.macro add_combination number_, counted_
        add     v\number_\().16b, v\number_\().16b, v\counted_\().16b
.endm

.macro count_first number_
        count_into \number_, %(\number_ - 8)
.endm
.macro count_into number_, combined_
        cnt     v\number_\().16b, v\combined_\().16b
.endm

.macro widen number_
        widen_bytes \number_, %(\number_ - 8)
.endm
.macro widen_bytes number_, bytes_
        uadalp  v\number_\().8h, v\bytes_\().16b
.endm

.macro popcount_rounds combine_, rounds_
        .rept   \rounds_
        each_from \combine_, 8, 8
        each_from count, 8, 8
        each_from add_bytes, 16, 8
        .endr
.endm

.macro popcount_loop combine_
        align_loop
1:
        each_from \combine_, 8, 8
        each_from count_first, 16, 8
        popcount_rounds \combine_, (KERNEL_POPCNT_DEFERRED-1)/2
        subs    x0, x0, #1
        popcount_rounds \combine_, KERNEL_POPCNT_DEFERRED-1-(KERNEL_POPCNT_DEFERRED-1)/2
        each_from widen, 24, 8
        b.ne    1b
.endm
