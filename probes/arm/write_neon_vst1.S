// SPDX-License-Identifier: Apache-2.0
// write_neon_vst1: write bandwidth, vst1 of four doubleword registers (32 bytes).
//
// One base that moves with each store: a step of one cycle, where 32 bytes of a store port take two or more (A53 16,
// A72 8 bytes per cycle). Lines are written whole and in order, which cores that stop allocating them look for.
//
//   void cachebound_write_neon_vst1(size_t blocks,                r0   > 0
//                                   const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                   const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and d0-d3 what is stored
#include "probes/arm/memory_kernel.h"

.macro store_four base
        vst1.64 {d0-d3}, [\base:256]!
.endm

begin_walk cachebound_write_neon_vst1
        vmov.i8 q0, #KERNEL_STORED_BYTE
        vmov.i8 q1, #KERNEL_STORED_BYTE
        walk_along 32, store_four
end_walk cachebound_write_neon_vst1
