// SPDX-License-Identifier: Apache-2.0
// loads_scalar: load instructions per cycle, 64 bits into a general register.
//
// One every 24 bytes: on a Zen 4, loads of one cycle seem to conflict where addresses agree modulo 32: 2.75 per cycle
// every 16 bytes, 2.92 to 3.00 every 24. Two destinations take turns. Frame and register map: memory.h.
//
//   rcx, r10 data
#include "probes/x86_64/memory.h"

.macro four_loads offset
        mov     rcx, qword ptr [rax + \offset]
        mov     r10, qword ptr [rax + \offset + KERNEL_SCALAR_LOAD_STEP]
        mov     rcx, qword ptr [rax + \offset + 2 * KERNEL_SCALAR_LOAD_STEP]
        mov     r10, qword ptr [rax + \offset + 3 * KERNEL_SCALAR_LOAD_STEP]
.endm
.macro walk_half
        each_offset KERNEL_SCALAR_LOADS/2*KERNEL_SCALAR_LOAD_STEP, 4*KERNEL_SCALAR_LOAD_STEP, four_loads
.endm
window_kernel cachebound_loads_scalar, KERNEL_BLOCK_BYTES/2, walk_half, nothing, nothing
