// SPDX-License-Identifier: Apache-2.0
// loads_scalar_ldr: load slots of ldr (4 bytes).
//
// The plain integer load.
//
//   void cachebound_loads_scalar_ldr(size_t blocks,                r0   > 0
//                                    const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                    const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and r4-r11 data
#include "probes/arm/memory_kernel.h"

begin_walk cachebound_loads_scalar_ldr
        walk_segments 1024, KERNEL_BLOCK_BYTES / KERNEL_ARM_SLOT_LOADS, ldr, r4, r5, r6, r7, r8, r9, r10, r11
end_walk cachebound_loads_scalar_ldr
