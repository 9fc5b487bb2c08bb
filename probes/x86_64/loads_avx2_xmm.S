// SPDX-License-Identifier: Apache-2.0
// loads_avx2_xmm: load instructions per cycle, 128-bit form.
//
// Frame and register map: memory.h.
//
//   xmm0-7 data
#include "probes/x86_64/memory.h"

.macro load offset, r
        vmovaps xmm\r, xmmword ptr [rax + \offset]
.endm
.macro walk_half
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, 16, load
.endm
window_kernel cachebound_loads_avx2_xmm, KERNEL_BLOCK_BYTES/2, walk_half
