// SPDX-License-Identifier: Apache-2.0
// r1w1_neon: bandwidth of one line read for each line written.
//
// Of every two lines of the window the first is read and the second is written. Otherwise as r3w1_neon.
//
//   void cachebound_r1w1_neon(size_t blocks,                r0   > 0
//                             const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                             const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and there load_lines
#include "probes/arm/memory_kernel.h"

read_write_kernel cachebound_r1w1_neon, 1, KERNEL_BLOCK_BYTES
