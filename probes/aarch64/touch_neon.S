// SPDX-License-Identifier: Apache-2.0
// touch_neon: one 64-bit load per line.
//
// The rate at which lines reach L1, without the width of L1's own read path in the way. At 8 bytes per cycle (A53, A55)
// a full read takes 8 cycles per line, which may hide a faster L2. Its bytes are those that it asks for, 8 per line:
// what it moves is up to eight times as much and is no bandwidth that registers saw.
//
//   void cachebound_touch_neon(size_t blocks,                x0   > 0
//                              const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                              const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   x8-x17 data
#include "probes/aarch64/memory.h"

.macro touch number_
        ldr     x\number_, [x3, #offset]
        .set    offset, offset + 64
.endm

.macro quarter
        .rept   KERNEL_TOUCH_LOADS / 4
        next_integer touch
        .endr
.endm

#if KERNEL_TOUCH_LOADS * 64 != KERNEL_BLOCK_BYTES
#error "one load for each line of a block"
#endif

walk cachebound_touch_neon, quarter
