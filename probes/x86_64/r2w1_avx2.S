// SPDX-License-Identifier: Apache-2.0
// r2w1_avx2: bandwidth of two lines read for one written, 256 bit, in one stream.
//
// Of every three lines two are read and the third is overwritten. Stores stand apart: on a Zen 4, two next
// to each other cost 3 % (92.9 of 96 bytes per cycle, instead of 95.9). Frame and register map: memory.h.
//
//   ymm15 what is stored     ymm0-3 data
#include "probes/x86_64/memory.h"

.macro pattern offset
        vmovaps ymm0, ymmword ptr [rax + \offset]
        vmovaps ymm1, ymmword ptr [rax + \offset + 32]
        vmovaps ymmword ptr [rax + \offset + 128], ymm15
        vmovaps ymm2, ymmword ptr [rax + \offset + 64]
        vmovaps ymm3, ymmword ptr [rax + \offset + 96]
        vmovaps ymmword ptr [rax + \offset + 160], ymm15
.endm
.macro walk_half
        each_offset KERNEL_R2W1_BLOCK_BYTES/2, 3*64, pattern
.endm
window_kernel cachebound_r2w1_avx2, KERNEL_R2W1_BLOCK_BYTES/2, walk_half, stored_ymm
