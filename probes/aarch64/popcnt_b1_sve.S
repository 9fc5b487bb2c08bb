// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_sve: population counts of bits combined by and, any vector length.
//
// SVE's cnt counts lanes of 64 bits, so that an addition is all the widening there is. Batches of 8 `and`, 8 cnt and 8
// additions: 8 instructions between any two that depend on one another. cnt merges into its destination, which
// therefore is its source: no other dependency.
//
//   void cachebound_popcnt_b1_sve(size_t iterations,          x0   > 0
//                                 const Operands* in,         x1   bits, all set in tests
//                                 uint64_t out[16 * lanes])   x2   the accumulators
//
//   z16-z31 accumulators     z8-z15 combinations (d8-d15 saved)     z0, z1 operands     p0 all lanes
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+sve

#if KERNEL_POPCNT_WIDE_CHAINS != 16
#error "two batches of eight per pass"
#endif

.macro combine number_
        and     z\number_\().d, z0.d, z1.d
.endm

.macro count number_
        cnt     z\number_\().d, p0/m, z\number_\().d
.endm

.macro sum number_
        sum_of  \number_, %(8 + \number_ % 8)
.endm
.macro sum_of number_, counted_
        add     z\number_\().d, z\number_\().d, z\counted_\().d
.endm

.macro batch first_
        each_from combine, 8, 8
        each_from count, 8, 8
        each_from sum, \first_, 8
.endm

begin_compute cachebound_popcnt_b1_sve, operands_sve, zero_sve, KERNEL_POPCNT_WIDE_CHAINS
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
end_compute cachebound_popcnt_b1_sve, store_z, KERNEL_POPCNT_WIDE_CHAINS
