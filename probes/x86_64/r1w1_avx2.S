// SPDX-License-Identifier: Apache-2.0
// r1w1_avx2: bandwidth of one line read for one written, 256 bit, in one stream.
//
// Of every two lines one is read and the next is overwritten. Frame and register map: memory.h.
//
//   ymm15 what is stored     ymm0-1 data
#include "probes/x86_64/memory.h"

.macro pattern offset
        vmovaps ymm0, ymmword ptr [rax + \offset]
        vmovaps ymmword ptr [rax + \offset + 64], ymm15
        vmovaps ymm1, ymmword ptr [rax + \offset + 32]
        vmovaps ymmword ptr [rax + \offset + 96], ymm15
.endm
.macro walk_half
        each_offset KERNEL_LONG_BLOCK_BYTES/2, 2*64, pattern
.endm
window_kernel cachebound_r1w1_avx2, KERNEL_LONG_BLOCK_BYTES/2, walk_half, stored_ymm
