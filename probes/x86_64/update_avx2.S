// SPDX-License-Identifier: Apache-2.0
// update_avx2: bandwidth of reading and writing the same lines, 256 bit.
//
// Lines are exchanged in pairs, as in update_avx512. Frame and register map: memory.h.
//
//   ymm0-7 four lines
#include "probes/x86_64/memory.h"

.macro load_piece offset, r
        vmovaps ymm\r, ymmword ptr [rax + \offset]
.endm
.macro store_piece offset, r
        vmovaps ymmword ptr [rax + \offset], ymm\r
.endm
.macro store_other_piece offset, r
        store_piece \offset, %(\r ^ 2)
.endm
.macro exchange offset
        in_group \offset, 4*64, 32, load_piece
        in_group \offset, 4*64, 32, store_other_piece
.endm
.macro walk_half
        each_offset KERNEL_LONG_BLOCK_BYTES/2, 4*64, exchange
.endm
window_kernel cachebound_update_avx2, KERNEL_LONG_BLOCK_BYTES/2, walk_half
