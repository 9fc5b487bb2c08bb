// SPDX-License-Identifier: Apache-2.0
// loads_neon_ldpx: load slots, pairs of 64-bit integer loads; an instruction counts as one load.
//
//   void cachebound_loads_neon_ldpx(size_t blocks,                x0   > 0
//                                   const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                   const void** position)        x2   out: where the next call goes on
//
//   x3 middle of this block's first half     x7 of its second     x4 of the next one's first
//   x5 of the window's first     x6 of the one after its last     x8-x17 data
#include "probes/aarch64/memory.h"

walk cachebound_loads_neon_ldpx, quarter_of_ldp_x, nothing, quarter_block
