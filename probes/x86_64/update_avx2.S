// SPDX-License-Identifier: Apache-2.0
// update_avx2: bandwidth of reading and writing the same lines, 256 bit.
//
// Adds one to every 32-bit word. Frame and register map: memory.h.
//
//   ymm15 ones     ymm0-7 data
#include "probes/x86_64/memory.h"

.macro prepare_ones
        vpcmpeqd ymm15, ymm15, ymm15
        vpsrld  ymm15, ymm15, 31
.endm
.macro increment offset, r
        vpaddd  ymm\r, ymm15, ymmword ptr [rax + \offset]
        vmovaps ymmword ptr [rax + \offset], ymm\r
.endm
.macro walk_half
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, 32, increment
.endm
window_kernel cachebound_update_avx2, KERNEL_BLOCK_BYTES/2, walk_half, prepare_ones
