// SPDX-License-Identifier: Apache-2.0
// loads_avx2_gather: gather instructions per cycle, eight neighbouring 32-bit words each.
//
// A gather clears its mask and merges into its destination, so the mask is made anew each time (an idiom that waits for
// nothing) and eight destinations take turns. An instruction counts as one load, as its eight words count as bytes.
// Frame and register map: memory.h.
//
//   ymm0-7 data     ymm8 mask     ymm9 indices 0 to 7
#include "probes/x86_64/memory.h"

.macro load offset, r
        vpcmpeqd ymm8, ymm8, ymm8
        vgatherdps ymm\r, [rax + 4 * ymm9 + \offset], ymm8
.endm
.macro prepare_indices
        vpmovzxbd ymm9, qword ptr [rip + indices]
        .irp    data, 0, 1, 2, 3, 4, 5, 6, 7
        vpxor   ymm\data, ymm\data, ymm\data
        .endr
.endm
.macro walk_half
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, 32, load
.endm
window_kernel cachebound_loads_avx2_gather, KERNEL_BLOCK_BYTES/2, walk_half, prepare_indices

        .section .rodata
indices:
        .byte   0, 1, 2, 3, 4, 5, 6, 7
