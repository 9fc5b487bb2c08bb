// SPDX-License-Identifier: Apache-2.0
// read_scalar_ldm: read bandwidth, ldm of eight registers (32 bytes).
//
// As few instructions for the same bytes as vld1, through the integer registers.
//
//   void cachebound_read_scalar_ldm(size_t blocks,                r0   > 0
//                                   const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                   const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and r4-r11 data
#include "probes/arm/memory_kernel.h"

.macro load_eight base
        ldm     \base!, {r4-r11}
.endm

begin_walk cachebound_read_scalar_ldm
        walk_along 32, load_eight
end_walk cachebound_read_scalar_ldm
