// SPDX-License-Identifier: Apache-2.0
// The loop of the arm kernels that count load slots of vld1: KERNEL_ARM_SLOT_LOADS loads per block.
//
// vld1 has no offset, and a load that moves its base costs some cores another operation (A57, A72). Here eight bases
// lie in the block, 288 bytes apart: in different lines and at different places within them. 16 rounds load through
// each in turn; in the last each base moves right after its use, to the block that was found in the rounds before.
// Forms with an offset are walk_segments of memory_kernel.h.
//
//   memory_kernel.h, and r3-r10 bases     r12 next position     d0-d7, d16-d31 data
#pragma once

#include "probes/arm/memory_kernel.h"

#define BASE_DISTANCE 288
#if KERNEL_ARM_SLOT_LOADS != 8 * 16 || 7 * BASE_DISTANCE + 32 > KERNEL_BLOCK_BYTES
#error "eight bases and 16 rounds are below"
#endif

.macro load_slots load
        add     r4, r3, #1 * BASE_DISTANCE
        add     r5, r3, #2 * BASE_DISTANCE
        add     r6, r3, #3 * BASE_DISTANCE
        add     r7, r3, #4 * BASE_DISTANCE
        add     r8, r3, #5 * BASE_DISTANCE
        add     r9, r3, #6 * BASE_DISTANCE
        add     r10, r3, #7 * BASE_DISTANCE
        align_loop
1:
        .rept   12
        load_round \load
        .endr
        add     r12, r3, #KERNEL_BLOCK_BYTES
        load_round \load
        cmp     r12, r1
        load_round \load
        moveq   r12, lr
        load_round \load
        subs    r0, r0, #1
        load_round \load, last=1
        bne     1b
.endm

// `load base, d, d, d, d` is a macro; it takes as many of the four registers as it loads.
.macro load_round load, last=0
        load_through r3, 0, \load, \last, d0, d1, d2, d3
        load_through r4, 1, \load, \last, d4, d5, d6, d7
        load_through r5, 2, \load, \last, d16, d17, d18, d19
        load_through r6, 3, \load, \last, d20, d21, d22, d23
        load_through r7, 4, \load, \last, d24, d25, d26, d27
        load_through r8, 5, \load, \last, d28, d29, d30, d31
        load_through r9, 6, \load, \last, d0, d1, d2, d3
        load_through r10, 7, \load, \last, d4, d5, d6, d7
.endm

.macro load_through base, index, load, last, a, b, c, d
        \load   \base, \a, \b, \c, \d
        .if     \last
        add     \base, r12, #\index * BASE_DISTANCE
        .endif
.endm
