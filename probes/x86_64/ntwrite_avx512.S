// SPDX-License-Identifier: Apache-2.0
// ntwrite_avx512: write bandwidth past the caches, 512-bit non-temporal stores.
//
// Whole lines, not of zeros (KERNEL_STORED_BYTE), leave through the core's write-combining buffers. One sfence per call: what is counted has at
// least left the core. Frame and register map: memory.h.
//
//   zmm15 what is stored
#include "probes/x86_64/memory.h"

.macro store offset
        vmovntps zmmword ptr [rax + \offset], zmm15
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 64, store
.endm
.macro leave_fenced
        sfence
        vzeroupper
.endm
window_kernel cachebound_ntwrite_avx512, KERNEL_BLOCK_BYTES/2, walk_half, stored_zmm, leave_fenced
