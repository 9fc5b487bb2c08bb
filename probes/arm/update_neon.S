// SPDX-License-Identifier: Apache-2.0
// update_neon: bandwidth of reading and writing the same lines: they are exchanged in pairs.
//
// As copy_neon with both streams in one place; the second of two lines is stored first. Unlike a write, every line must
// have arrived before it is stored to. No arithmetic, which would take issue slots.
//
//   void cachebound_update_neon(size_t blocks,                r0   > 0
//                               const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                               const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and d0-d7, d16-d23 two lines
#include "probes/arm/memory_kernel.h"

.macro load_two_lines
        .irp    data, d0-d3, d4-d7, d16-d19, d20-d23
        vld1.64 {\data}, [r3:256]!
        .endr
.endm
.macro store_two_lines behind_first
        vst1.64 {d16-d19}, [r12:256]!
        \behind_first
        .irp    data, d20-d23, d0-d3, d4-d7
        vst1.64 {\data}, [r12:256]!
        .endr
.endm

begin_walk cachebound_update_neon
        mov     r5, #0
        walk_pairs KERNEL_BLOCK_BYTES / 128, load_two_lines, store_two_lines
end_walk cachebound_update_neon
