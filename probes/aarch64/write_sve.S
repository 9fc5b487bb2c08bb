// SPDX-License-Identifier: Apache-2.0
// write_sve: write bandwidth, whole scalable vectors.
//
//   void cachebound_write_sve(size_t blocks,                x0   > 0
//                             const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                             const void** position)        x2   out: where the next call goes on
//
//   x3 end of this block     x4 of the next     x5 of the window's first     x6 of its last + one block     x16 entry
//   z0 what is stored
#include "probes/aarch64/memory_sve.h"

.macro store number_
        str     z0, [x3, #vector + \number_, mul vl]
.endm

.macro group
        .irp    number_, 0, 1, 2, 3, 4, 5, 6, 7
        store   \number_
        .endr
.endm

.macro stored_vector
        mov     z0.b, #KERNEL_STORED_BYTE
.endm

walk_sve cachebound_write_sve, group, stored_vector, nothing
