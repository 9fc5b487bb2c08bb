// SPDX-License-Identifier: Apache-2.0
// r2w1_avx512: bandwidth of two lines read for one written, 512 bit, in one stream.
//
// Of every three lines two are read and the third is overwritten, loads and stores in groups
// of 16 and 8. No instruction of 512 bits but loads and stores (r3w1_avx512): with one per call a Golden Cove class core
// took 170 to 192 bytes per cycle, another value every few milliseconds; without it, 180.7, which is a cycle for each
// half of a block above what two loads and a store per cycle allow. Frame and register map: memory.h.
//
//   zmm15 what is stored     zmm0-1 data
#include "probes/x86_64/memory.h"

.macro load_two offset
        vmovaps zmm0, zmmword ptr [rax + \offset]
        vmovaps zmm1, zmmword ptr [rax + \offset + 64]
.endm
.macro store_third offset
        vmovaps zmmword ptr [rax + \offset + 128], zmm15
.endm
.macro pattern offset
        each_offset_from \offset, 24*64, 3*64, load_two
        each_offset_from \offset, 24*64, 3*64, store_third
.endm
.macro walk_half
        each_offset KERNEL_R2W1_BLOCK_BYTES/2, 24*64, pattern
.endm
window_kernel cachebound_r2w1_avx512, KERNEL_R2W1_BLOCK_BYTES/2, walk_half, stored_zmm
