// SPDX-License-Identifier: Apache-2.0
// loads_avx2: load instructions per cycle, 256-bit form.
//
// Frame and register map: memory.h.
//
//   ymm0-7 data
#include "probes/x86_64/memory.h"

.macro load offset, r
        vmovaps ymm\r, ymmword ptr [rax + \offset]
.endm
.macro walk_half
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, 32, load
.endm
window_kernel cachebound_loads_avx2, KERNEL_BLOCK_BYTES/2, walk_half
