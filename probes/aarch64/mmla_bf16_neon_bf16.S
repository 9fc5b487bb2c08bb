// SPDX-License-Identifier: Apache-2.0
// mmla_bf16_neon_bf16: peak rate of bf16 matrix products into f32 sums, 128 bit (bfmmla).
//
// 2x4 times 4x2 into 2x2: each of four f32 lanes takes four products, 16 multiply-accumulates per instruction. It need
// not be faster than bfdot: A520 executes it at less than half the rate, A720 at the same.
//
//   void cachebound_mmla_bf16_neon_bf16(size_t iterations,    x0   > 0
//                                       const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                       float out[24 * 4])    x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+bf16

.macro step number_
        bfmmla  v\number_\().4s, v0.8h, v1.8h
.endm

kernel_of_q cachebound_mmla_bf16_neon_bf16, step
