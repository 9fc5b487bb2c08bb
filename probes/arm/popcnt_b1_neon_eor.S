// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_neon_eor: peak rate of binary multiply-accumulates: exclusive or, count, add.
//
// The product of two signs is whether their bits agree. The multiplicand is complemented before the loop, as weights
// can be ahead of time, so that veor gives a one where the given bits agree. Otherwise as popcnt_b1_neon.
//
//   void cachebound_popcnt_b1_neon_eor(size_t iterations,     r0   > 0
//                                      const Operands* in,     r1   all bits set in tests
//                                      uint32_t out[2 * 4])   r2   the accumulators
//
//   q12-q13 accumulators     q14 multiplier     q15 complement of the multiplicand     q0-q11 see popcount_kernel.h
#include "probes/arm/popcount_kernel.h"

begin_compute cachebound_popcnt_b1_neon_eor
        vmvn    q15, q15
        popcount_loop veor
end_compute cachebound_popcnt_b1_neon_eor, q, 12, KERNEL_ARM_POPCNT_CHAINS
