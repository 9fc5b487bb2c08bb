// SPDX-License-Identifier: Apache-2.0
// r3w1_avx512: bandwidth of three lines read for one written, 512 bit, in one stream.
//
// Of every four lines three are read and the fourth is overwritten with zeros. Frame and register map: memory.h.
//
//   zmm15 zero     zmm0-2 data
#include "probes/x86_64/memory.h"

.macro prepare_zero
        vpxord  zmm15, zmm15, zmm15
.endm
.macro pattern offset
        vmovaps zmm0, zmmword ptr [rax + \offset]
        vmovaps zmm1, zmmword ptr [rax + \offset + 64]
        vmovaps zmm2, zmmword ptr [rax + \offset + 128]
        vmovaps zmmword ptr [rax + \offset + 192], zmm15
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 4*64, pattern
.endm
window_kernel cachebound_r3w1_avx512, KERNEL_BLOCK_BYTES/2, walk_half, prepare_zero
