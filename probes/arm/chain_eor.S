// SPDX-License-Identifier: Apache-2.0
// chain_eor: one cycle per step, the second clock.
//
// Dependent `eor` of two registers, latency 1 on every core of our table: a core that shortens additions makes it
// disagree with chain_add_reg. `eor` with another register is no zero idiom. An even number of steps gives the seed
// back, so the result proves little; the count is proved by the disassembly.
//
//   void cachebound_chain_eor(size_t iterations,   r0   > 0
//                             const void* in,     r1   unused
//                             void* out)          r2   uint32_t: the seed, 0x55
//
//   r3 the chain     r12 1
#include "probes/arm/asm.h"
#include "probes/kernel_abi.h"

begin_kernel cachebound_chain_eor
        mov     r3, #0x55
        mov     r12, #1
        align_loop
1:
        .rept   KERNEL_CHAIN_STEPS / 2
        eor     r3, r3, r12
        .endr
        subs    r0, r0, #1                      // mid-block: see asm.h
        .rept   KERNEL_CHAIN_STEPS - KERNEL_CHAIN_STEPS / 2
        eor     r3, r3, r12
        .endr
        bne     1b
        str     r3, [r2]
        bx      lr
end_kernel cachebound_chain_eor
