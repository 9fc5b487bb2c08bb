// SPDX-License-Identifier: Apache-2.0
// The loop of the arm latency kernels. The decrement and the branch execute while a load is under way.
#pragma once

#include "probes/arm/asm.h"
#include "probes/kernel_abi.h"

.macro chase_kernel name
begin_kernel \name
        ldr     r3, [r1, #KERNEL_WINDOW_POSITION]
        align_loop
1:
        .rept   KERNEL_CHASE_LOADS / 2
        ldr     r3, [r3]
        .endr
        subs    r0, r0, #1
        .rept   KERNEL_CHASE_LOADS - KERNEL_CHASE_LOADS / 2
        ldr     r3, [r3]
        .endr
        bne     1b
        str     r3, [r2]
        bx      lr
end_kernel \name
.endm
