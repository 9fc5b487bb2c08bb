// SPDX-License-Identifier: Apache-2.0
// loads_neon_ld1r: load slots, ld1r: 32 bits loaded into all lanes.
//
// How GEMM micro-kernels without lane forms take their elements of A: a whole load slot for 4 bytes.
//
//   void cachebound_loads_neon_ld1r(size_t blocks,                x0   > 0
//                                   const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                   const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   x7-x14 bases     v0-v7, v16-v31 data
#include "probes/aarch64/memory.h"

.macro load number_, base_
        ld1r    {v\number_\().4s}, [\base_]
.endm

.macro quarter
        quarter_of_bases load
.endm

walk cachebound_loads_neon_ld1r, quarter, first_bases
