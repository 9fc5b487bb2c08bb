// SPDX-License-Identifier: Apache-2.0
// read_neon_ldr: read bandwidth, single 128-bit loads.
//
// The same pass as read_neon_ldp with twice as many, simpler instructions: cores with three load pipes (X1, V1) reach
// 48 bytes per cycle with it and 43 with pairs; two-wide in-order cores may prefer the pairs.
//
//   void cachebound_read_neon_ldr(size_t blocks,                x0   > 0
//                                 const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                 const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v0-v7, v16-v31 data
#include "probes/aarch64/memory.h"

walk cachebound_read_neon_ldr, quarter_of_ldr_q
