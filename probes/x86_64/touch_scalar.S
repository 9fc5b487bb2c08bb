// SPDX-License-Identifier: Apache-2.0
// touch_scalar: one load of 8 bytes per line: the rate at which lines arrive, not a bandwidth.
//
// A full read may be bound by the load slots of the core before the level behind it is; a touch is not. The bytes
// counted are the 8 that the instruction asks for. Of four lines, each is touched at another word: on a Zen 4, loads of
// one cycle seem to conflict where addresses agree modulo 32 (2.5 lines per cycle in L1, instead of 2.9 to 3.0). Two
// destinations take turns. Frame and register map: memory.h.
//
//   rcx, r10 data
#include "probes/x86_64/memory.h"

.macro touch_four offset
        mov     rcx, qword ptr [rax + \offset]
        mov     r10, qword ptr [rax + \offset + 64 + 8]
        mov     rcx, qword ptr [rax + \offset + 128 + 16]
        mov     r10, qword ptr [rax + \offset + 192 + 24]
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 4*64, touch_four
.endm
window_kernel cachebound_touch_scalar, KERNEL_BLOCK_BYTES/2, walk_half, nothing, nothing
