// SPDX-License-Identifier: Apache-2.0
// r2w1_avx512: bandwidth of two lines read for one written, 512 bit, in one stream.
//
// Of every three lines two are read and the third is overwritten with zeros. Frame and register map: memory.h.
//
//   zmm15 zero     zmm0-1 data
#include "probes/x86_64/memory.h"

.macro prepare_zero
        vpxord  zmm15, zmm15, zmm15
.endm
.macro pattern offset
        vmovaps zmm0, zmmword ptr [rax + \offset]
        vmovaps zmm1, zmmword ptr [rax + \offset + 64]
        vmovaps zmmword ptr [rax + \offset + 128], zmm15
.endm
.macro walk_half
        each_offset KERNEL_R2W1_BLOCK_BYTES/2, 3*64, pattern
.endm
window_kernel cachebound_r2w1_avx512, KERNEL_R2W1_BLOCK_BYTES/2, walk_half, prepare_zero
