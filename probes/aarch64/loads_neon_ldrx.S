// SPDX-License-Identifier: Apache-2.0
// loads_neon_ldrx: load slots, 64-bit integer loads.
//
//   void cachebound_loads_neon_ldrx(size_t blocks,                x0   > 0
//                                   const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                   const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   x8-x17 data
#include "probes/aarch64/memory.h"

walk cachebound_loads_neon_ldrx, quarter_of_ldr_x
