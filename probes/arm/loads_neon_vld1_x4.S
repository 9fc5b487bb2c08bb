// SPDX-License-Identifier: Apache-2.0
// loads_neon_vld1_x4: load slots of vld1 with four doubleword registers (32 bytes).
//
// Two loads in one instruction wherever the load path is 128 bits wide: half as many per cycle as of loads_neon_vld1_x2
// say that the width binds, as many say that the instruction does.
//
//   void cachebound_loads_neon_vld1_x4(size_t blocks,                r0   > 0
//                                      const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                      const void** position)        r2   out: where the next call goes on
//
//   load_slot_kernel.h
#include "probes/arm/load_slot_kernel.h"

.macro load base, a, b, c, d
        vld1.64 {\a, \b, \c, \d}, [\base:256]
.endm

begin_walk cachebound_loads_neon_vld1_x4
        load_slots load
end_walk cachebound_loads_neon_vld1_x4
