// SPDX-License-Identifier: Apache-2.0
// read_avx512: read bandwidth, 512-bit loads.
//
// Cores with two 512-bit load ports (Golden Cove, Zen 5) reach 128 bytes per cycle. Zen 4 joins its two 256-bit ports
// for such a load and stays at 60.1 of 64, 16/17 of the limit: block sizes of 1 to 8 KiB, any order of lines, one to 16
// destinations, nops between the loads, paced addresses, and a dependent vpaddd of 128, 256 or 512 bits after every
// one, two or four loads (which mends read_avx2) all leave it there. So on Zen 4 read_avx2 is the peak form, though the
// narrower one: the peak is the maximum over forms. Frame and register map: memory.h.
//
//   zmm0-7 data
#include "probes/x86_64/memory.h"

.macro load offset, r
        vmovaps zmm\r, zmmword ptr [rax + \offset]
.endm
.macro walk_half
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, 64, load
.endm
window_kernel cachebound_read_avx512, KERNEL_BLOCK_BYTES/2, walk_half
