// SPDX-License-Identifier: Apache-2.0
// chain_add_reg: one cycle per step, a clock without a PMU.
//
// Dependent `add` of two registers: latency 1 measured on A53, A72, N1, V1, X1 and Apple M1.
// Never with a shifted operand, which takes two cycles on A53, A72 and M1.
//
//   void cachebound_chain_add_reg(size_t iterations,   x0   > 0
//                                 const void* in,     x1   unused
//                                 void* out)          x2   uint64_t: the number of steps
//
//   x3 the chain     x4 1
#include "probes/aarch64/asm.h"
#include "probes/kernel_abi.h"

begin_kernel cachebound_chain_add_reg
        mov     x3, #0
        mov     x4, #1
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS / 2
        add     x3, x3, x4
        .endr
        subs    x0, x0, #1
        .rept   KERNEL_CHAIN_STEPS / 2
        add     x3, x3, x4
        .endr
        b.ne    1b
        str     x3, [x2]
        ret
end_kernel cachebound_chain_add_reg
