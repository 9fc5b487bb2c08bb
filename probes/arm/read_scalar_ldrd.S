// SPDX-License-Identifier: Apache-2.0
// read_scalar_ldrd: read bandwidth, 64-bit integer loads.
//
// The integer side of the load path: where it is as wide as a register of NEON (A53, A55), ldrd reaches what vld1 does
// and leaves the vector pipes alone. Offsets end at 255, hence segments of 256 bytes.
//
//   void cachebound_read_scalar_ldrd(size_t blocks,                r0   > 0
//                                    const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                    const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and r4-r11 data, a pair used again after four loads
#include "probes/arm/memory_kernel.h"

begin_walk cachebound_read_scalar_ldrd
        walk_segments 256, 8, ldrd, r4, r6, r8, r10
end_walk cachebound_read_scalar_ldrd
