// SPDX-License-Identifier: Apache-2.0
// write_neon_str: write bandwidth, single 128-bit stores.
//
// Half of write_neon_stp per instruction: where both are equally fast, bytes bind and not store slots.
//
//   void cachebound_write_neon_str(size_t blocks,                x0   > 0
//                                  const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                  const void** position)        x2   out: where the next call goes on
//
//   x3 begin of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v0 what is stored
#include "probes/aarch64/memory.h"

.macro quarter
        .rept   KERNEL_LOADS_Q / 4
        str_stored
        .endr
.endm

walk cachebound_write_neon_str, quarter, stored_pair
