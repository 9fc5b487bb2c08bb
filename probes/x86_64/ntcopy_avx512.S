// SPDX-License-Identifier: Apache-2.0
// ntcopy_avx512: copy bandwidth of DRAM, 512-bit loads and non-temporal stores.
//
// Whole lines leave through the core's write-combining buffers, so that no line is read only to be overwritten: of the
// three transfers of a plain copy in DRAM (read, read for ownership, write back) two are left. The second stream has a
// base register of its own, as in copy_avx512. Bytes read and written are both counted. One sfence per call: what is
// counted has at least left the core. Frame and register map: memory.h.
//
//   r10 this block of the second stream     zmm0-7 data
#include "probes/x86_64/memory.h"

.macro copy offset, r
        vmovaps zmm\r, zmmword ptr [rax + \offset]
        vmovntps zmmword ptr [r10 + \offset], zmm\r
.endm
.macro walk_half
        mov     r10, rax
        add     r10, rcx
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, 64, copy
.endm
.macro leave_fenced
        sfence
        vzeroupper
.endm
window_kernel cachebound_ntcopy_avx512, KERNEL_BLOCK_BYTES/2, walk_half, nothing, leave_fenced
