// SPDX-License-Identifier: Apache-2.0
// read_sve: read bandwidth, whole scalable vectors.
//
// Unpredicated loads: a block is whole vectors at every length (memory_sve.h). That every length walks all of its block
// is proved by what write_sve, of the same frame, writes.
//
//   void cachebound_read_sve(size_t blocks,                x0   > 0
//                            const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                            const void** position)        x2   out: where the next call goes on
//
//   x3 end of this block     x4 of the next     x5 of the window's first     x6 of its last + one block     x16 entry
//   z16-z31 data
#include "probes/aarch64/memory_sve.h"

.macro load number_
        ldr     z\number_, [x3, #vector + \number_ % 8, mul vl]
.endm

// Two groups of registers in turn.
.macro group
        .irp    number_, 0, 1, 2, 3, 4, 5, 6, 7
        .if     (vector / 8) % 2
        load    %(\number_ + 16)
        .else
        load    %(\number_ + 24)
        .endif
        .endr
.endm

walk_sve cachebound_read_sve, group, nothing, nothing
