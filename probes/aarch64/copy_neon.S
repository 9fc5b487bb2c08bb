// SPDX-License-Identifier: Apache-2.0
// copy_neon: copy bandwidth, 128-bit loads and stores in pairs.
//
// Eight pairs are loaded, then stored: an in-order core waits for no load, and the streams change every 256 bytes.
// Counted are the bytes read and the bytes written.
//
//   void cachebound_copy_neon(size_t blocks,                x0   > 0
//                             const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                             const void** position)        x2   out: where the next call goes on
//
//   x3 middle of this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   x7 middle of the block that is written     x8 its distance     v16-v31 data
#include "probes/aarch64/memory.h"

.macro store_two first_, second_
        stp     q\first_, q\second_, [x7, #offset + 16 * (\first_ - 16)]
.endm

walk cachebound_copy_neon, quarter_of_copy, second_stream, half_block
