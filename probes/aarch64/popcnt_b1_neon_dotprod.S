// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_neon_dotprod: population counts of bits combined by and, widened by a dot product with ones; 128 bit.
//
// udot adds four bytes to a 32-bit lane: it takes the place of the addition of bytes and needs no widening behind it.
// Whether it or popcnt_b1_neon is faster, the core's pipes for udot decide.
// Batches of 8 `and`, 8 cnt and 8 udot: 8 instructions between any two that depend on one another.
//
//   void cachebound_popcnt_b1_neon_dotprod(size_t iterations,      x0   > 0
//                                          const Operands* in,     x1   bits, all set in tests
//                                          uint32_t out[16 * 4])   x2   the accumulators
//
//   v16-v31 accumulators     v8-v15 combinations (d8-d15 saved)     v0, v1 operands     v2 ones
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+dotprod

#if KERNEL_POPCNT_WIDE_CHAINS != 16
#error "two batches of eight per pass"
#endif

.macro combine number_
        and     v\number_\().16b, v0.16b, v1.16b
.endm

.macro count number_
        cnt     v\number_\().16b, v\number_\().16b
.endm

.macro sum number_
        sum_of  \number_, %(8 + \number_ % 8)
.endm
.macro sum_of number_, counted_
        udot    v\number_\().4s, v\counted_\().16b, v2.16b
.endm

.macro batch first_
        each_from combine, 8, 8
        each_from count, 8, 8
        each_from sum, \first_, 8
.endm

begin_compute cachebound_popcnt_b1_neon_dotprod, operands_asimd, zero_asimd, KERNEL_POPCNT_WIDE_CHAINS
        movi    v2.16b, #1
        align_loop
1:
        .rept   KERNEL_POPCNT_WIDE_UNROLL / 2
        batch   16
        batch   24
        .endr
        subs    x0, x0, #1
        .rept   KERNEL_POPCNT_WIDE_UNROLL / 2
        batch   16
        batch   24
        .endr
        b.ne    1b
end_compute cachebound_popcnt_b1_neon_dotprod, store_q, KERNEL_POPCNT_WIDE_CHAINS
