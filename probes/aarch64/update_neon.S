// SPDX-License-Identifier: Apache-2.0
// update_neon: read, add one to each 32-bit word, and write back in place.
//
// Groups of 8 loads, 8 additions and 8 stores: 8 instructions between any two that depend on one another, so that an
// in-order core waits for none. No line is written that was not read.
//
//   void cachebound_update_neon(size_t blocks,                x0   > 0
//                               const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                               const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v16-v23 data     v0 ones
#include "probes/aarch64/memory.h"

#define GROUP 8

.macro load_one number_
        ldr     q\number_, [x3, #offset + 16 * (\number_ - 16)]
.endm

.macro add_one number_
        add     v\number_\().4s, v\number_\().4s, v0.4s
.endm

.macro store_one number_
        str     q\number_, [x3, #offset + 16 * (\number_ - 16)]
.endm

.macro each_of_group operation_
        .irp    number_, 16, 17, 18, 19, 20, 21, 22, 23
        \operation_ \number_
        .endr
.endm

.macro quarter
        .rept   KERNEL_LOADS_Q / 4 / GROUP
        each_of_group load_one
        each_of_group add_one
        each_of_group store_one
        .set    offset, offset + 16 * GROUP
        .endr
.endm

.macro ones
        movi    v0.4s, #1
.endm

walk cachebound_update_neon, quarter, ones
