// SPDX-License-Identifier: Apache-2.0
// loads_avx512: load instructions per cycle, 512-bit form.
//
// Frame and register map: memory.h.
//
//   zmm0-7 data
#include "probes/x86_64/memory.h"

.macro load offset, r
        vmovaps zmm\r, zmmword ptr [rax + \offset]
.endm
.macro walk_half
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, 64, load
.endm
window_kernel cachebound_loads_avx512, KERNEL_BLOCK_BYTES/2, walk_half
