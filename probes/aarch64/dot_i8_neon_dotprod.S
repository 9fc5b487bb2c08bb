// SPDX-License-Identifier: Apache-2.0
// dot_i8_neon_dotprod: peak rate of signed 8-bit dot products of four into 32-bit sums, 128 bit (sdot).
//
// Each of four 32-bit lanes takes four products: 16 multiply-accumulates per instruction.
//
//   void cachebound_dot_i8_neon_dotprod(size_t iterations,     x0   > 0
//                                       const Operands* in,    x1   multiplier and multiplicand, 1 in tests
//                                       int32_t out[24 * 4])   x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+dotprod

.macro step number_
        sdot    v\number_\().4s, v0.16b, v1.16b
.endm

kernel_of_q cachebound_dot_i8_neon_dotprod, step
sweep cachebound_dot_i8_neon_dotprod, kernel_of_q, step
