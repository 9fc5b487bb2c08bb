// SPDX-License-Identifier: Apache-2.0
// read_neon_vldr: read bandwidth, single 64-bit loads.
//
// The load that scalar and short-vector code uses: four times as many instructions as read_neon_vld1 for the same
// bytes. On cores with a 64-bit load path (A53, A55) both reach the same rate; elsewhere the difference is what narrow
// loads cost. Offsets end at 1020, hence two segments of half a block. A destination returns after 24 loads, three
// lines: an in-order core may wait on a register whose load is still under way.
//
//   void cachebound_read_neon_vldr(size_t blocks,                r0   > 0
//                                  const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                  const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and d0-d7, d16-d31 data
#include "probes/arm/memory_kernel.h"

begin_walk cachebound_read_neon_vldr
        walk_segments 1024, 8, vldr, FREE_D_REGISTERS
end_walk cachebound_read_neon_vldr
