// SPDX-License-Identifier: Apache-2.0
// The frame of kernels that multiply while they read: F multiply-adds of 128 bits to L x 16 bytes of a window.
//
// The ratio counts bytes, not instructions: where 16 bytes are two loads of 64 bits, `2to1` is still two multiply-adds
// to 16 bytes. So both forms of one ratio have the same intensity, and what differs between their rates is the cost of
// issuing the loads. The roofline claims min(compute, bandwidth) for both; an in-order core that cannot issue a wide
// load beside a multiply-add stays below it, and what is lost there is issue slots, not memory.
//
// The two streams share nothing but issue: no loaded register is read, so that neither the latency of a load nor its
// value is in a chain. Multiply-adds are spread evenly: each load adds to what is due, and what is due is issued behind
// it.
//
//   memory_kernel.h, with operands; 64 bytes behind the position the accumulators are stored
//   q0-q7 accumulators (d8-d15 saved)     q14 multiplier     q15 multiplicand     d16-d27 data
#pragma once

#include "probes/arm/compute_kernel.h"
#include "probes/arm/memory_kernel.h"

#if KERNEL_ARM_MIXED_CHAINS != 8
#error "accumulators are q0-q7, data d16-d27"
#endif

.macro start_multiplying
        ldr     r12, [r1, #KERNEL_WINDOW_OPERANDS]
        vpush   {d8-d15}
        load_operands r12
        each    vmov.i32, q, 0, KERNEL_ARM_MIXED_CHAINS, #0
.endm

.macro stop_multiplying
        add     r2, r2, #KERNEL_MIXED_ACCUMULATORS
        store_accumulators q, 0, KERNEL_ARM_MIXED_CHAINS
        vpop    {d8-d15}
.endm

// Where multiply-adds are fewer than loads, the first load is followed by one: in pairs of loads, a multiply-add stands
// between the two.
.macro begin_mixed name, block_loads, fmas, vectors
        .set    loads, \block_loads
        .set    multiply_adds, KERNEL_ARM_MIXED_FMAS(\fmas, \vectors)
        .set    chain, 0
        .set    due, 0
        .if     loads > multiply_adds
        .set    due, loads - multiply_adds
        .endif
begin_walk \name, start_multiplying
.endm

// The multiply-adds that are due behind one more load.
.macro multiply_adds_due
        .set    due, due + multiply_adds
        .rept   due / loads
        .irp    register, 0, 1, 2, 3, 4, 5, 6, 7
        .if     \register == chain % KERNEL_ARM_MIXED_CHAINS
        vfma.f32 q\register, q14, q15
        .endif
        .endr
        .set    chain, chain + 1
        .endr
        .set    due, due % loads
.endm

// vld1 of 128 bits has no offset: each moves its base, the two of which step from one half of 32 bytes to the next, so
// that the chain of addresses allows two loads per cycle. In the last line the first base goes ahead: it can wrap while
// the other reads. A destination returns after four loads or more.
.macro load_q base, data:vararg
        vld1.64 {\data}, [\base:128], r4
        multiply_adds_due
.endm

#if KERNEL_ARM_MIXED_LOADS_Q != 20 * 6 + 4 + 4
#error "the register lists below are those of 128 loads"
#endif

.macro mixed_q name, fmas, vectors
begin_mixed \name, KERNEL_ARM_MIXED_LOADS_Q, \fmas, \vectors
        mov     r4, #32
        add     r12, r3, #16
        align_loop
1:
        .rept   20
        load_q  r3, d16, d17
        load_q  r12, d18, d19
        load_q  r3, d20, d21
        load_q  r12, d22, d23
        load_q  r3, d24, d25
        load_q  r12, d26, d27
        .endr
        load_q  r3, d16, d17
        load_q  r12, d18, d19
        load_q  r3, d20, d21
        load_q  r12, d22, d23
        load_q  r3, d24, d25
        load_q  r3, d26, d27
        cmp     r3, r1
        load_q  r12, d20, d21
        moveq   r3, lr
        subs    r0, r0, #1
        load_q  r12, d22, d23
        add     r12, r3, #16
        bne     1b
end_walk \name, stop_multiplying
.endm

.macro load_d register, address:vararg
        vldr    \register, \address
        multiply_adds_due
.endm

.macro mixed_d name, fmas, vectors
begin_mixed \name, KERNEL_ARM_MIXED_LOADS_D, \fmas, \vectors
        walk_segments 1024, 8, load_d, d16, d17, d18, d19, d20, d21, d22, d23, d24, d25, d26, d27
end_walk \name, stop_multiplying
.endm
