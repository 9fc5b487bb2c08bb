// SPDX-License-Identifier: Apache-2.0
// loads_neon_vldr_s: load slots of vldr with a single-precision register (4 bytes).
//
// What scalar f32 code loads. A core that merges it into half of a doubleword register may be slower than with vldr of
// d.
//
//   void cachebound_loads_neon_vldr_s(size_t blocks,                r0   > 0
//                                     const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                     const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and s0-s15 data
#include "probes/arm/memory_kernel.h"

#define FREE_S_REGISTERS s0, s1, s2, s3, s4, s5, s6, s7, s8, s9, s10, s11, s12, s13, s14, s15

begin_walk cachebound_loads_neon_vldr_s
        walk_segments 1024, KERNEL_BLOCK_BYTES / KERNEL_ARM_SLOT_LOADS, vldr, FREE_S_REGISTERS
end_walk cachebound_loads_neon_vldr_s
