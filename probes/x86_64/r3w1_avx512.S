// SPDX-License-Identifier: Apache-2.0
// r3w1_avx512: bandwidth of three lines read for one written, 512 bit, in one stream.
//
// Of every four lines three are read and the fourth is overwritten, loads and stores in groups of 12 and 4.
// No instruction of 512 bits but loads and stores: with one that clears a register (vpxord), once per call, a Golden
// Cove class core settled for milliseconds at 165.5 or at 170.6 bytes per cycle; without it, at 170.6. Frame and register
// map: memory.h.
//
//   zmm15 what is stored     zmm0-2 data
#include "probes/x86_64/memory.h"

.macro load_three offset
        vmovaps zmm0, zmmword ptr [rax + \offset]
        vmovaps zmm1, zmmword ptr [rax + \offset + 64]
        vmovaps zmm2, zmmword ptr [rax + \offset + 128]
.endm
.macro store_fourth offset
        vmovaps zmmword ptr [rax + \offset + 192], zmm15
.endm
.macro pattern offset
        each_offset_from \offset, 16*64, 4*64, load_three
        each_offset_from \offset, 16*64, 4*64, store_fourth
.endm
.macro walk_half
        each_offset KERNEL_LONG_BLOCK_BYTES/2, 16*64, pattern
.endm
window_kernel cachebound_r3w1_avx512, KERNEL_LONG_BLOCK_BYTES/2, walk_half, stored_zmm
