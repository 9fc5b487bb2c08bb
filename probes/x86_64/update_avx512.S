// SPDX-License-Identifier: Apache-2.0
// update_avx512: bandwidth of reading and writing the same lines, 512 bit.
//
// Lines are exchanged in pairs: line 0 with 1, 2 with 3, ... That needs no arithmetic. With an addition between load and
// store a Golden Cove class core reaches 110 to 128 bytes per cycle, another value every few milliseconds, and without
// one 128.0: the addition shares a port with the stores. Frame and register map: memory.h.
//
//   zmm0-7 data
#include "probes/x86_64/memory.h"

.macro load_line offset, r
        vmovaps zmm\r, zmmword ptr [rax + \offset]
.endm
.macro store_line offset, r
        vmovaps zmmword ptr [rax + \offset], zmm\r
.endm
.macro store_other_line offset, r
        store_line \offset, %(\r ^ 1)
.endm
.macro exchange offset
        in_group \offset, 8*64, 64, load_line
        in_group \offset, 8*64, 64, store_other_line
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 8*64, exchange
.endm
window_kernel cachebound_update_avx512, KERNEL_BLOCK_BYTES/2, walk_half
