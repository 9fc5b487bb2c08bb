// SPDX-License-Identifier: Apache-2.0
// read_neon_ldpx: read bandwidth, 64-bit integer loads in pairs.
//
// 128 bits per instruction without a vector register: on A53 and A55 the load that does not take a vector slot from
// arithmetic. Two bases, since ldp x reaches 1 KiB.
//
//   void cachebound_read_neon_ldpx(size_t blocks,                x0   > 0
//                                  const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                  const void** position)        x2   out: where the next call goes on
//
//   x3 middle of this block's first half     x7 of its second     x4 of the next one's first
//   x5 of the window's first     x6 of the one after its last     x8-x17 data
#include "probes/aarch64/memory.h"

walk cachebound_read_neon_ldpx, quarter_of_ldp_x, nothing, quarter_block
