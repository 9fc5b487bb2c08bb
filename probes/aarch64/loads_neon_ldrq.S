// SPDX-License-Identifier: Apache-2.0
// loads_neon_ldrq: load slots, 128-bit loads.
//
//   void cachebound_loads_neon_ldrq(size_t blocks,                x0   > 0
//                                   const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                   const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v0-v7, v16-v31 data
#include "probes/aarch64/memory.h"

walk cachebound_loads_neon_ldrq, quarter_of_ldr_q
