// SPDX-License-Identifier: Apache-2.0
// mmla_i8_neon_i8mm: peak rate of signed 8-bit matrix products into 32-bit sums, 128 bit (smmla).
//
// 2x8 times 8x2 into 2x2: each of four 32-bit lanes takes eight products, 32 multiply-accumulates per instruction.
//
//   void cachebound_mmla_i8_neon_i8mm(size_t iterations,     x0   > 0
//                                     const Operands* in,    x1   multiplier and multiplicand, 1 in tests
//                                     int32_t out[24 * 4])   x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+i8mm

.macro step number_
        smmla   v\number_\().4s, v0.16b, v1.16b
.endm

kernel_of_q cachebound_mmla_i8_neon_i8mm, step
