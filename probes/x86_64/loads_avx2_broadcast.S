// SPDX-License-Identifier: Apache-2.0
// loads_avx2_broadcast: load instructions per cycle, broadcasts of 32 bits into 256, as GEMM kernels load their
// multipliers.
//
// One every 16 bytes: 128 loads per block. Frame and register map: memory.h.
//
//   ymm0-7 data
#include "probes/x86_64/memory.h"

.macro load offset, r
        vbroadcastss ymm\r, dword ptr [rax + \offset]
.endm
.macro walk_half
        each_offset_in_turn KERNEL_BLOCK_BYTES/2, KERNEL_BROADCAST_STEP, load
.endm
window_kernel cachebound_loads_avx2_broadcast, KERNEL_BLOCK_BYTES/2, walk_half
