// SPDX-License-Identifier: Apache-2.0
// copy_sve: copy bandwidth, whole scalable vectors.
//
// Eight vectors are loaded, then stored. Counted are the bytes read and the bytes written.
//
//   void cachebound_copy_sve(size_t blocks,                x0   > 0
//                            const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                            const void** position)        x2   out: where the next call goes on
//
//   x3 end of this block     x4 of the next     x5 of the window's first     x6 of its last + one block     x16 entry
//   x10 end of the block that is written     x8 its distance     z24-z31 data
#include "probes/aarch64/memory_sve.h"

.macro load number_
        ldr     z\number_, [x3, #vector + \number_ - 24, mul vl]
.endm

.macro store number_
        str     z\number_, [x10, #vector + \number_ - 24, mul vl]
.endm

.macro group
        .irp    number_, 24, 25, 26, 27, 28, 29, 30, 31
        load    \number_
        .endr
        .irp    number_, 24, 25, 26, 27, 28, 29, 30, 31
        store   \number_
        .endr
.endm

.macro second_stream
        ldr     x8, [x1, #KERNEL_WINDOW_SECOND]
.endm

.macro second_block
        add     x10, x3, x8
.endm

walk_sve cachebound_copy_sve, group, second_stream, second_block
