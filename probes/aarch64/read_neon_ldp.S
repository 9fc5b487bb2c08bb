// SPDX-License-Identifier: Apache-2.0
// read_neon_ldp: read bandwidth, 128-bit loads in pairs.
//
// One iteration reads one block of 2048 bytes with 64 `ldp q`: the fewest instructions per byte, and the form that
// reaches the load port's limit on A53, A72, A76 and N1 (X1 and V1 are faster with read_neon_ldr: the peak is the
// maximum over both). The base points to the middle of the block, so that one base serves the whole immediate range
// (-1024 .. 1008). A destination returns after 12 pairs.
//
//   void cachebound_read_neon_ldp(size_t blocks,                x0   > 0
//                                 const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                 const void** position)        x2   out: where the next call goes on
//
//   x3 middle of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   v0-v7, v16-v31 data
#include "probes/aarch64/memory.h"

walk cachebound_read_neon_ldp, quarter_of_ldp_q, nothing, half_block
