// SPDX-License-Identifier: Apache-2.0
// ntwrite_neon: write bandwidth, 128-bit stores in pairs with the non-temporal hint (stnp).
//
// A hint that a core may ignore: slower than stp on a Raspberry Pi 4, the same on a Raspberry Pi 5.
//
//   void cachebound_ntwrite_neon(size_t blocks,                x0   > 0
//                                const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                const void** position)        x2   out: where the next call goes on
//
//   x3 middle of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v0, v1 what is stored
#include "probes/aarch64/memory.h"

.macro quarter
        .rept   KERNEL_LOADS_Q_PAIRS / 4
        stnp_stored
        .endr
.endm

walk cachebound_ntwrite_neon, quarter, stored_pair, half_block
