// SPDX-License-Identifier: Apache-2.0
// copy_neon: copy bandwidth, vld1 and vst1 of four doubleword registers.
//
// Two lines are loaded, then stored: the first store comes four loads after its data was asked for, so that an in-order
// core does not wait for data of L1.
//
//   void cachebound_copy_neon(size_t blocks,                r0   > 0
//                             const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                             const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and d0-d7, d16-d23 data
#include "probes/arm/memory_kernel.h"

.macro load_two_lines
        .irp    data, d0-d3, d4-d7, d16-d19, d20-d23
        vld1.64 {\data}, [r3:256]!
        .endr
.endm
.macro store_two_lines behind_first
        vst1.64 {d0-d3}, [r12:256]!
        \behind_first
        .irp    data, d4-d7, d16-d19, d20-d23
        vst1.64 {\data}, [r12:256]!
        .endr
.endm

begin_walk cachebound_copy_neon
        walk_pairs KERNEL_BLOCK_BYTES / 128, load_two_lines, store_two_lines
end_walk cachebound_copy_neon
