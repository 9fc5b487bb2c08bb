// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_neon_eor: the products of numbers +1 and -1, written as bits: equal bits are counted; 128 bit.
//
// The inner loop of a binary network. Equal bits are those whose exclusive or with the inverted other is set, and one
// operand is inverted before the loop, as such kernels store their weights. Otherwise popcnt_b1_neon.
//
//   void cachebound_popcnt_b1_neon_eor(size_t iterations,     x0   > 0
//                                      const Operands* in,    x1   bits, all set in tests
//                                      uint16_t out[8 * 8])   x2   the accumulators
//
//   v24-v31 accumulators     v16-v23 bytes     v8-v15 combinations (d8-d15 saved)     v0, v1 operands
#include "probes/aarch64/popcount.h"

.macro combine number_
        eor     v\number_\().16b, v0.16b, v1.16b
.endm

begin_compute cachebound_popcnt_b1_neon_eor, operands_asimd, zero_asimd, KERNEL_POPCNT_CHAINS
        mvn     v1.16b, v1.16b
popcount_loop combine
end_compute cachebound_popcnt_b1_neon_eor, store_q, KERNEL_POPCNT_CHAINS
