// SPDX-License-Identifier: Apache-2.0
// The frame of kernels that multiply while they read: F multiply-adds of 128 bits to L x 16 bytes of a window.
//
// The ratio counts bytes, not instructions: where 16 bytes are two loads of 64 bits, `2to1` is still two multiply-adds
// to 16 bytes. So the forms of one ratio have the same intensity, and what differs between their rates is the cost of
// issuing the loads. The roofline claims min(compute, bandwidth) for all of them; an in-order core that cannot issue a
// wide load beside a multiply-add stays below it (A53, A55: arm-a53-a55-dual-issue.md of ncnn), and what is lost there
// is issue slots, not memory.
//
// The two streams share nothing but issue: no loaded register is read by an fmla, so that neither the latency of a load
// nor its value is in a chain. Multiply-adds are spread evenly: each load adds to what is due, and what is due is
// issued behind it.
//
//   x0 blocks, > 0     x1 const MemoryWindow* with operands     x2 out: where the next call goes on; 64 bytes further
//   x3-x6 as in memory.h                                              the accumulators
//   v0 multiplier     v1 multiplicand     v2-v15 data (d8-d15 saved)     v16-v31 accumulators
#pragma once

#include "probes/aarch64/compute.h"
#include "probes/aarch64/memory.h"

#if KERNEL_MIXED_CHAINS != 16
#error "accumulators are v16-v31, data v2-v15"
#endif

.macro start_multiplying
        ldr     x1, [x1, #KERNEL_WINDOW_OPERANDS]
        operands_asimd
        save_d8_d15
        each    zero_asimd, KERNEL_MIXED_CHAINS
.endm

.macro stop_multiplying
        add     x2, x2, #KERNEL_MIXED_ACCUMULATORS
        each    store_q, KERNEL_MIXED_CHAINS
        restore_d8_d15
.endm

// The multiply-adds that are due behind one more load.
.macro multiply_adds_due
        .set    due, due + multiply_adds
        .rept   due / loads
        vector_number multiply_add, %(16 + chain % KERNEL_MIXED_CHAINS)
        .set    chain, chain + 1
        .endr
        .set    due, due % loads
.endm

.macro multiply_add number_
        fmla    v\number_\().4s, v0.4s, v1.4s
.endm

// A quarter of a block, 32 times 16 bytes: as one load, as two of 64 bits, and as one of 64 bits to the low half of a
// vector and one to an integer register, which `ins` puts into its high half.
.macro next_load operation_
        vector_number \operation_, %(2 + datum % 14)
        .set    datum, datum + 1
        multiply_adds_due
.endm

.macro quarter_of_q
        .rept   KERNEL_LOADS_Q / 4
        next_load ldr_q
        .endr
.endm

.macro quarter_of_d
        .rept   KERNEL_LOADS_D / 4
        next_load ldr_d
        .endr
.endm

// Eight vectors and eight integers in a ring. An in-order core waits for what it inserts: the insertion stands seven
// vectors behind its load, which is the vector that comes next in the ring. It stands next to a vector load because
// A53 issues those two together, and an integer load follows the multiply-adds because it is issued beside the last.
.macro quarter_of_ins
        .rept   KERNEL_LOADS_Q / 4
        vector_number ldr_d, %(2 + datum % 8)
        vector_numbers insert, %(2 + (datum + 1) % 8), %(8 + (datum + 1) % 8)
        multiply_adds_due
        vector_number ldr_x, %(8 + datum % 8)
        multiply_adds_due
        .set    datum, datum + 1
        .endr
.endm

.macro insert vector_, integer_
        ins     v\vector_\().d[1], x\integer_
.endm

// Where multiply-adds are fewer than loads, the first load is followed by one: in pairs of loads, a multiply-add stands
// between the two. `fmas_` multiply-adds to `vectors_` times 16 bytes.
.macro walk_and_multiply symbol_, quarter_, loads_, fmas_, vectors_
        .set    loads, \loads_
        .set    multiply_adds, KERNEL_MIXED_FMAS(\fmas_, \vectors_)
        .set    chain, 0
        .set    due, 0
        .if     loads > multiply_adds
        .set    due, loads - multiply_adds
        .endif
        walk    \symbol_, \quarter_, start_multiplying, 0, KERNEL_BLOCK_BYTES, stop_multiplying
.endm

.macro mixed_q symbol_, fmas_, vectors_
        walk_and_multiply \symbol_, quarter_of_q, KERNEL_LOADS_Q, \fmas_, \vectors_
.endm

.macro mixed_d symbol_, fmas_, vectors_
        walk_and_multiply \symbol_, quarter_of_d, KERNEL_LOADS_D, \fmas_, \vectors_
.endm

.macro mixed_ins symbol_, fmas_, vectors_
        walk_and_multiply \symbol_, quarter_of_ins, KERNEL_LOADS_D, \fmas_, \vectors_
.endm
