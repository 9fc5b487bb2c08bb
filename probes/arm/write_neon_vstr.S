// SPDX-License-Identifier: Apache-2.0
// write_neon_vstr: write bandwidth, single 64-bit stores.
//
// The store of scalar and short-vector code: on cores whose store path is 64 bits wide (A72) it reaches what vst1 does;
// on those with 128 bits (A53) half of it at one store per cycle. Offsets end at 1020, hence two segments of half a
// block.
//
//   void cachebound_write_neon_vstr(size_t blocks,                r0   > 0
//                                   const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                   const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and d0 what is stored
#include "probes/arm/memory_kernel.h"

begin_walk cachebound_write_neon_vstr
        vmov.i8 d0, #KERNEL_STORED_BYTE
        walk_segments 1024, 8, vstr, d0
end_walk cachebound_write_neon_vstr
