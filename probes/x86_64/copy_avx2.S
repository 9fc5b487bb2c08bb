// SPDX-License-Identifier: Apache-2.0
// copy_avx2: copy bandwidth, 256-bit loads and stores.
//
// The second stream has a base register of its own: a store with an index register may not use every address unit
// (Haswell to Skylake). Bytes read and written are both counted. Frame and register map: memory.h.
//
//   r10 this block of the second stream     ymm0-7 data
#include "probes/x86_64/memory.h"

.macro copy offset, r
        vmovaps ymm\r, ymmword ptr [rax + \offset]
        vmovaps ymmword ptr [r10 + \offset], ymm\r
.endm
.macro walk_half
        mov     r10, rax
        add     r10, rcx
        each_offset_in_turn KERNEL_LONG_BLOCK_BYTES/2, 32, copy
.endm
window_kernel cachebound_copy_avx2, KERNEL_LONG_BLOCK_BYTES/2, walk_half
