// SPDX-License-Identifier: Apache-2.0
// update_avx512: bandwidth of reading and writing the same lines, 512 bit.
//
// Adds one to every 32-bit word. Frame and register map: memory.h.
//
//   zmm15 ones     zmm0-7 data
#include "probes/x86_64/memory.h"

.macro prepare_ones
        vpternlogd zmm15, zmm15, zmm15, 0xff
        vpsrld  zmm15, zmm15, 31
.endm
.macro increment offset, r
        vpaddd  zmm\r, zmm15, zmmword ptr [rax + \offset]
        vmovaps zmmword ptr [rax + \offset], zmm\r
.endm
.macro walk_half
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, 64, increment
.endm
window_kernel cachebound_update_avx512, KERNEL_BLOCK_BYTES/2, walk_half, prepare_ones
