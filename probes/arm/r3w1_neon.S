// SPDX-License-Identifier: Apache-2.0
// r3w1_neon: bandwidth of three lines read for each line written.
//
// Of every four lines of the window three are read and the fourth is written, with vld1 and vst1 of 32 bytes. Whether a
// core's loads and stores share a port shows in how the rates of these mixtures lie between read and write.
//
//   void cachebound_r3w1_neon(size_t blocks,                r0   > 0
//                             const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                             const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and there load_lines
#include "probes/arm/memory_kernel.h"

read_write_kernel cachebound_r3w1_neon, 3, KERNEL_BLOCK_BYTES
