// SPDX-License-Identifier: Apache-2.0
// touch_scalar: one word of each line is read: how fast lines arrive.
//
// Not a bandwidth delivered to registers: the catalogue counts the 4 bytes that each ldr asks for. Where a full read is
// bound by the load path (A53, A55: 8 bytes per cycle), this is what the level behind it can deliver.
//
//   void cachebound_touch_scalar(size_t blocks,                r0   > 0
//                                const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and r4-r11 data
#include "probes/arm/memory_kernel.h"

begin_walk cachebound_touch_scalar
        walk_segments 1024, 64, ldr, r4, r5, r6, r7, r8, r9, r10, r11
end_walk cachebound_touch_scalar
