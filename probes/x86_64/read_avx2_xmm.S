// SPDX-License-Identifier: Apache-2.0
// read_avx2_xmm: read bandwidth, 128-bit loads: the roof of code for 128-bit vectors.
//
// With the chain of read_avx2, where it is explained. Frame and register map: memory.h.
//
//   xmm0-3 data     xmm4 zero     xmm5 the chain
#include "probes/x86_64/memory.h"

.macro four_loads offset
        vpaddd  xmm5, xmm4, xmm5
        vmovaps xmm0, xmmword ptr [rax + \offset]
        vmovaps xmm1, xmmword ptr [rax + \offset + 16]
        vmovaps xmm2, xmmword ptr [rax + \offset + 32]
        vmovaps xmm3, xmmword ptr [rax + \offset + 48]
.endm
.macro prepare_chain
        vpxor   xmm4, xmm4, xmm4
        vpxor   xmm5, xmm5, xmm5
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 4*16, four_loads
.endm
window_kernel cachebound_read_avx2_xmm, KERNEL_BLOCK_BYTES/2, walk_half, prepare_chain
