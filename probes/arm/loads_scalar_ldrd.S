// SPDX-License-Identifier: Apache-2.0
// loads_scalar_ldrd: load slots of ldrd (8 bytes).
//
// Two integer registers at once. Offsets end at 255, hence segments of 256 bytes.
//
//   void cachebound_loads_scalar_ldrd(size_t blocks,                r0   > 0
//                                     const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                     const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and r4-r11 data
#include "probes/arm/memory_kernel.h"

begin_walk cachebound_loads_scalar_ldrd
        walk_segments 256, KERNEL_BLOCK_BYTES / KERNEL_ARM_SLOT_LOADS, ldrd, r4, r6, r8, r10
end_walk cachebound_loads_scalar_ldrd
