// SPDX-License-Identifier: Apache-2.0
// write_avx512: write bandwidth, 512-bit stores.
//
// Whole lines. A line that is not in the cache is read first (write-allocate) unless the core notices that all
// of it is overwritten: the bytes counted are those that the instructions store. Frame and register map: memory.h.
//
//   zmm15 what is stored
#include "probes/x86_64/memory.h"

.macro store offset
        vmovaps zmmword ptr [rax + \offset], zmm15
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 64, store
.endm
window_kernel cachebound_write_avx512, KERNEL_BLOCK_BYTES/2, walk_half, stored_zmm
