// SPDX-License-Identifier: Apache-2.0
// r3w1_neon: three lines are read for each that is written, within one stream; pairs of 128 bits.
//
// Of every 4 lines the last is written, none is both read and written: what a level's read and write paths do side by
// side.
//
//   void cachebound_r3w1_neon(size_t blocks,                x0   > 0
//                             const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                             const void** position)        x2   out: where the next call goes on
//
//   x3 middle of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v16-v31 data     v0, v1 what is stored
#include "probes/aarch64/memory.h"

.macro pattern
        read_line
        read_line
        read_line
        write_line
.endm

.macro quarter
        .rept   KERNEL_BLOCK_BYTES / 4 / (4 * 64)
        pattern
        .endr
.endm

walk cachebound_r3w1_neon, quarter, stored_pair, half_block
