// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_neon: peak rate of the products of one-bit numbers: and, population count, addition; 128 bit.
//
// The inner loop of a bit-serial kernel on a core without dot products; popcount.h has its shape. A bit counts as two
// operations, an `and` and an addition: 256 per vector.
//
//   void cachebound_popcnt_b1_neon(size_t iterations,     x0   > 0
//                                  const Operands* in,    x1   bits, all set in tests
//                                  uint16_t out[8 * 8])   x2   the accumulators
//
//   v24-v31 accumulators     v16-v23 bytes     v8-v15 combinations (d8-d15 saved)     v0, v1 operands
#include "probes/aarch64/popcount.h"

.macro combine number_
        and     v\number_\().16b, v0.16b, v1.16b
.endm

begin_compute cachebound_popcnt_b1_neon, operands_asimd, zero_asimd, KERNEL_POPCNT_CHAINS
popcount_loop combine
end_compute cachebound_popcnt_b1_neon, store_q, KERNEL_POPCNT_CHAINS
