// SPDX-License-Identifier: Apache-2.0
// write_neon_stp: write bandwidth, 128-bit stores in pairs.
//
// The fewest instructions per byte. Cores that see whole lines written stop reading them first (A53 and A76, by their
// manuals: write streaming), so that outer levels may see no read-for-ownership.
//
//   void cachebound_write_neon_stp(size_t blocks,                x0   > 0
//                                  const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                  const void** position)        x2   out: where the next call goes on
//
//   x3 middle of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v0, v1 what is stored
#include "probes/aarch64/memory.h"

.macro quarter
        .rept   KERNEL_LOADS_Q_PAIRS / 4
        stp_stored
        .endr
.endm

walk cachebound_write_neon_stp, quarter, stored_pair, half_block
