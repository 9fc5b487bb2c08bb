// SPDX-License-Identifier: Apache-2.0
// write_avx2: write bandwidth, 256-bit stores.
//
// Whole lines. A line that is not in the cache is read first (write-allocate) unless the core notices that all
// of it is overwritten: the bytes counted are those that the instructions store. Frame and register map: memory.h.
//
//   ymm15 what is stored
#include "probes/x86_64/memory.h"

.macro store offset
        vmovaps ymmword ptr [rax + \offset], ymm15
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 32, store
.endm
window_kernel cachebound_write_avx2, KERNEL_BLOCK_BYTES/2, walk_half, stored_ymm
