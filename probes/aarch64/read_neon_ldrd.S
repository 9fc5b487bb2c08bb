// SPDX-License-Identifier: Apache-2.0
// read_neon_ldrd: read bandwidth, 64-bit vector loads.
//
// A53 and A55 read 64 bits per cycle from L1: a wider load is no faster there, and on A55 a multiply-add issues beside
// this one, which it does not beside a 128-bit load. Where the path is wider, half of it or more is idle.
//
//   void cachebound_read_neon_ldrd(size_t blocks,                x0   > 0
//                                  const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                  const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v0-v7, v16-v31 data
#include "probes/aarch64/memory.h"

walk cachebound_read_neon_ldrd, quarter_of_ldr_d
