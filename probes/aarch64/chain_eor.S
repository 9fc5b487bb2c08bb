// SPDX-License-Identifier: Apache-2.0
// chain_eor: one cycle per step, the second clock.
//
// Dependent `eor` of two registers, latency 1 on every core of our table: a core that shortens additions makes it
// disagree with chain_add_reg. `eor` with another register is no zero idiom. An even number of steps gives the seed
// back, so the result proves little; the count is proved by the disassembly.
//
//   void cachebound_chain_eor(size_t iterations,   x0   > 0
//                             const void* in,     x1   unused
//                             void* out)          x2   uint64_t: the seed, 0x55
//
//   x3 the chain     x4 1
#include "probes/aarch64/asm.h"
#include "probes/kernel_abi.h"

begin_kernel cachebound_chain_eor
        mov     x3, #0x55
        mov     x4, #1
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS / 2
        eor     x3, x3, x4
        .endr
        subs    x0, x0, #1
        .rept   KERNEL_CHAIN_STEPS / 2
        eor     x3, x3, x4
        .endr
        b.ne    1b
        str     x3, [x2]
        ret
end_kernel cachebound_chain_eor
