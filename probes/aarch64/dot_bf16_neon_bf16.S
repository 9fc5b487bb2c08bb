// SPDX-License-Identifier: Apache-2.0
// dot_bf16_neon_bf16: peak rate of bf16 dot products of two into f32 sums, 128 bit (bfdot).
//
// Each of four f32 lanes takes two products: 8 multiply-accumulates per instruction.
//
//   void cachebound_dot_bf16_neon_bf16(size_t iterations,    x0   > 0
//                                      const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                      float out[24 * 4])    x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+bf16

.macro step number_
        bfdot   v\number_\().4s, v0.8h, v1.8h
.endm

kernel_of_q cachebound_dot_bf16_neon_bf16, step
