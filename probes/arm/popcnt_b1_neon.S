// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_neon: peak rate of bit-serial multiply-accumulates: and, count, add.
//
// 186 times vand and vcnt.8, 180 times vadd.i8 per iteration, with deferred widening (popcount_kernel.h). A count is
// 128 bits, and two operations a bit.
//
//   void cachebound_popcnt_b1_neon(size_t iterations,     r0   > 0
//                                  const Operands* in,     r1   all bits set in tests
//                                  uint32_t out[2 * 4])   r2   the accumulators
//
//   q12-q13 accumulators     q14 multiplier     q15 multiplicand     q0-q11 see popcount_kernel.h (d8-d15 saved)
#include "probes/arm/popcount_kernel.h"

begin_compute cachebound_popcnt_b1_neon
        popcount_loop vand
end_compute cachebound_popcnt_b1_neon, q, 12, KERNEL_ARM_POPCNT_CHAINS
