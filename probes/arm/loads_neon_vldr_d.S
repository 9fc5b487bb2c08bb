// SPDX-License-Identifier: Apache-2.0
// loads_neon_vldr_d: load slots of vldr with a doubleword register (8 bytes).
//
// Half of the width, with an offset. Offsets end at 1020, hence two segments of half a block.
//
//   void cachebound_loads_neon_vldr_d(size_t blocks,                r0   > 0
//                                     const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                     const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and d0-d7, d16-d31 data
#include "probes/arm/memory_kernel.h"

begin_walk cachebound_loads_neon_vldr_d
        walk_segments 1024, KERNEL_BLOCK_BYTES / KERNEL_ARM_SLOT_LOADS, vldr, FREE_D_REGISTERS
end_walk cachebound_loads_neon_vldr_d
