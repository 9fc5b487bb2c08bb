// SPDX-License-Identifier: Apache-2.0
// r2w1_neon: two lines are read for each that is written, within one stream; pairs of 128 bits.
//
// Of every 3 lines the last is written, none is both read and written: what a level's read and write paths do side by
// side. The block is 8 patterns of 192 bytes.
//
//   void cachebound_r2w1_neon(size_t blocks,                x0   > 0
//                             const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                             const void** position)        x2   out: where the next call goes on
//
//   x3 middle of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v16-v31 data     v0, v1 what is stored
#include "probes/aarch64/memory.h"

.macro pattern
        read_line
        read_line
        write_line
.endm

.macro quarter
        .rept   KERNEL_R2W1_BLOCK_BYTES / 4 / (3 * 64)
        pattern
        .endr
.endm

        .set    half_pattern_block, KERNEL_R2W1_BLOCK_BYTES / 2
walk cachebound_r2w1_neon, quarter, stored_pair, half_pattern_block, KERNEL_R2W1_BLOCK_BYTES
