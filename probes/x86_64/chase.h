// SPDX-License-Identifier: Apache-2.0
// A pointer chase: each load gives the address of the next, so that its latency is all there is to see. `mov r, [r]`
// without displacement or index is the form of least latency.
//
//   void cachebound_<id>(size_t iterations,            rdi   > 0
//                        const MemoryWindow* window,   rsi   position: a node of a ring of pointers
//                        const void** position)        rdx   out: the node at which it stopped
//
//   rax this node
#pragma once

#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

.macro chase_kernel name
begin_kernel \name
        mov     rax, qword ptr [rsi + KERNEL_WINDOW_POSITION]
        align_loop
1:
        .rept   KERNEL_CHASE_LOADS
        mov     rax, qword ptr [rax]
        .endr
        dec     rdi
        jnz     1b
        mov     qword ptr [rdx], rax
        ret
end_kernel \name
.endm
