// SPDX-License-Identifier: Apache-2.0
// loads_neon_vld1_x2: load slots of vld1 with two doubleword registers (16 bytes).
//
// One register of 128 bits: the full width of AArch32.
//
//   void cachebound_loads_neon_vld1_x2(size_t blocks,                r0   > 0
//                                      const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                      const void** position)        r2   out: where the next call goes on
//
//   load_slot_kernel.h
#include "probes/arm/load_slot_kernel.h"

.macro load base, a, b, c, d
        vld1.64 {\a, \b}, [\base:128]
.endm

begin_walk cachebound_loads_neon_vld1_x2
        load_slots load
end_walk cachebound_loads_neon_vld1_x2
