// SPDX-License-Identifier: Apache-2.0
// The loop of the latency kernels.
#pragma once

#include "probes/aarch64/asm.h"
#include "probes/kernel_abi.h"

.macro chase symbol
begin_kernel \symbol
        ldr     x3, [x1, #KERNEL_WINDOW_POSITION]
        align_loop
1:
        .rept   KERNEL_CHASE_LOADS / 2
        ldr     x3, [x3]
        .endr
        sub     x0, x0, #1
        .rept   KERNEL_CHASE_LOADS / 2
        ldr     x3, [x3]
        .endr
        cbnz    x0, 1b
        str     x3, [x2]
        ret
end_kernel \symbol
.endm
