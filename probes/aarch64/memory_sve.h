// SPDX-License-Identifier: Apache-2.0
// The frame of kernels that walk through a window with scalable vectors.
//
// An iteration is a block of 2048 bytes at every length: 128 vectors of 16 bytes, 8 of 256. The loop has accesses for
// 128, at offsets of -128 ... -1 vectors from the block's end, and each iteration enters it where as many are left as
// fill the block: the last ones, in the order of their addresses. The entry never changes, so that its branch is
// predicted; it costs a taken branch per block and at most five landing pads. The next block's place and the iteration
// are computed among the last 8 vectors, which every length executes; all as in memory.h otherwise. A length that is no
// power of two divides no block: there the kernel stops at an undefined instruction, which the trial run before every
// measurement reports.
//
//   x0 blocks     x1 window     x2 out     x3 end of this block     x4 of the next     x5 of the window's first
//   x6 of the window's last + one block     x7 bytes of a vector     x8 second stream     x16 entry
#pragma once

#include "probes/aarch64/asm.h"
#include "probes/aarch64/counts.h"
#include "probes/kernel_abi.h"

        .altmacro
        .arch   armv8.2-a+sve

#if KERNEL_BLOCK_BYTES != 2048
#error "128 vectors of 16 bytes"
#endif

// `group` accesses 8 vectors, the first of which lies `vector` vectors from the block's end.
.macro groups group_, how_many_
        .rept   \how_many_
        \group_
        .set    vector, vector + 8
        .endr
.endm

.macro landing_pad
        hint    #36
.endm

.macro enter_from label_, bytes_
        adr     x9, \label_
        cmp     x7, #\bytes_
        csel    x16, x9, x16, hs
.endm

.macro walk_sve symbol_, group_, prepare_, begin_block_
begin_kernel \symbol_
        cntb    x7
        sub     x9, x7, #1
        tst     x7, x9
        b.ne    9f
        ldr     x5, [x1, #KERNEL_WINDOW_BEGIN]
        ldr     x6, [x1, #KERNEL_WINDOW_END]
        ldr     x3, [x1, #KERNEL_WINDOW_POSITION]
        add     x5, x5, #KERNEL_BLOCK_BYTES
        add     x6, x6, #KERNEL_BLOCK_BYTES
        add     x3, x3, #KERNEL_BLOCK_BYTES
        \prepare_
        adr     x16, 2f
        enter_from 3f, 32
        enter_from 4f, 64
        enter_from 5f, 128
        enter_from 6f, 256
        align_loop
1:
        \begin_block_
        br      x16
        .set    vector, -128
2:
        landing_pad
        groups  \group_, 8
3:
        landing_pad
        groups  \group_, 4
4:
        landing_pad
        groups  \group_, 2
5:
        landing_pad
        groups  \group_, 1
6:
        landing_pad
        add     x4, x3, #KERNEL_BLOCK_BYTES
        cmp     x4, x6
        sub     x0, x0, #1
        csel    x4, x5, x4, eq
        groups  \group_, 1
        mov     x3, x4
        cbnz    x0, 1b
        sub     x3, x3, #KERNEL_BLOCK_BYTES
        str     x3, [x2]
        ret
9:
        udf     #0
end_kernel \symbol_
.endm

.macro nothing
.endm
