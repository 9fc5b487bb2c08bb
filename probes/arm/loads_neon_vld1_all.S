// SPDX-License-Identifier: Apache-2.0
// loads_neon_vld1_all: load slots of vld1 to all lanes of two doubleword registers (4 bytes).
//
// The broadcast of GEMM kernels that use vfma, which has no form by a lane in AArch32.
//
//   void cachebound_loads_neon_vld1_all(size_t blocks,                r0   > 0
//                                       const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                       const void** position)        r2   out: where the next call goes on
//
//   load_slot_kernel.h
#include "probes/arm/load_slot_kernel.h"

.macro load base, a, b, c, d
        vld1.32 {\a[], \b[]}, [\base:32]
.endm

begin_walk cachebound_loads_neon_vld1_all
        load_slots load
end_walk cachebound_loads_neon_vld1_all
