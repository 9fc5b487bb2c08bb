// SPDX-License-Identifier: Apache-2.0
// r1w1_avx512: bandwidth of one line read for one written, 512 bit, in one stream.
//
// Of every two lines one is read and the next is overwritten. Frame and register map: memory.h.
//
//   zmm15 what is stored     zmm0 data
#include "probes/x86_64/memory.h"

.macro pattern offset
        vmovaps zmm0, zmmword ptr [rax + \offset]
        vmovaps zmmword ptr [rax + \offset + 64], zmm15
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 2*64, pattern
.endm
window_kernel cachebound_r1w1_avx512, KERNEL_BLOCK_BYTES/2, walk_half, stored_zmm
