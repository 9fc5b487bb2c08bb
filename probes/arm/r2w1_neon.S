// SPDX-License-Identifier: Apache-2.0
// r2w1_neon: bandwidth of two lines read for each line written.
//
// Of every three lines of the window two are read and the third is written, hence a block of 1536 bytes. Otherwise as
// r3w1_neon.
//
//   void cachebound_r2w1_neon(size_t blocks,                r0   > 0
//                             const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                             const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and there load_lines
#include "probes/arm/memory_kernel.h"

read_write_kernel cachebound_r2w1_neon, 2, KERNEL_ARM_R2W1_BLOCK_BYTES
