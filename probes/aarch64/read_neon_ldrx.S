// SPDX-License-Identifier: Apache-2.0
// read_neon_ldrx: read bandwidth, single 64-bit integer loads.
//
// The form with which an integer load beside each vector instruction is possible on the in-order A53 and A55.
//
//   void cachebound_read_neon_ldrx(size_t blocks,                x0   > 0
//                                  const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                  const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   x8-x17 data
#include "probes/aarch64/memory.h"

walk cachebound_read_neon_ldrx, quarter_of_ldr_x
