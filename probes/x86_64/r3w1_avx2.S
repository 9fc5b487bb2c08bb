// SPDX-License-Identifier: Apache-2.0
// r3w1_avx2: bandwidth of three lines read for one written, 256 bit, in one stream.
//
// Of every four lines three are read and the fourth is overwritten. Stores stand apart: on a Zen 4, two next
// to each other cost 3 % (83.3 of 85.3 bytes per cycle, instead of 85.3). Frame and register map: memory.h.
//
//   ymm15 what is stored     ymm0-5 data
#include "probes/x86_64/memory.h"

.macro pattern offset
        vmovaps ymm0, ymmword ptr [rax + \offset]
        vmovaps ymm1, ymmword ptr [rax + \offset + 32]
        vmovaps ymm2, ymmword ptr [rax + \offset + 64]
        vmovaps ymmword ptr [rax + \offset + 192], ymm15
        vmovaps ymm3, ymmword ptr [rax + \offset + 96]
        vmovaps ymm4, ymmword ptr [rax + \offset + 128]
        vmovaps ymm5, ymmword ptr [rax + \offset + 160]
        vmovaps ymmword ptr [rax + \offset + 224], ymm15
.endm
.macro walk_half
        each_offset KERNEL_LONG_BLOCK_BYTES/2, 4*64, pattern
.endm
window_kernel cachebound_r3w1_avx2, KERNEL_LONG_BLOCK_BYTES/2, walk_half, stored_ymm
