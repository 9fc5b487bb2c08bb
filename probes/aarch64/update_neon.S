// SPDX-License-Identifier: Apache-2.0
// update_neon: bandwidth of reading and writing the same lines: they are exchanged in pairs.
//
// Groups of 8 loads and 8 stores: at least 4 instructions between any two that depend on one another, so that an
// in-order core waits for none. No arithmetic, which would take issue slots. No line is written that was not read.
//
//   void cachebound_update_neon(size_t blocks,                x0   > 0
//                               const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                               const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v16-v23 two lines
#include "probes/aarch64/memory.h"

#define GROUP 8

.macro load_one number_
        ldr     q\number_, [x3, #offset + 16 * (\number_ - 16)]
.endm

// The other of the two lines: v16-v19 and v20-v23 change places.
.macro store_one number_
        str     q\number_, [x3, #offset + 16 * ((\number_ - 16) ^ 4)]
.endm

.macro each_of_group operation_
        .irp    number_, 16, 17, 18, 19, 20, 21, 22, 23
        \operation_ \number_
        .endr
.endm

.macro quarter
        .rept   KERNEL_LOADS_Q / 4 / GROUP
        each_of_group load_one
        each_of_group store_one
        .set    offset, offset + 16 * GROUP
        .endr
.endm

walk cachebound_update_neon, quarter
