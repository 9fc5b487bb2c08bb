// SPDX-License-Identifier: Apache-2.0
// fma_f32_neon_lane: f32 multiply-add by one lane of the multiplicand, 128 bit.
//
// What a GEMM micro-kernel executes: one element of A times a vector of B. The same rate as the vector form on A53,
// A72, A76 and A720, but 5 cycles instead of 4 before the next use on N1, V1 and X1: 24 >= 4 pipes x 5 cycles.
//
//   void cachebound_fma_f32_neon_lane(size_t iterations,    x0   > 0
//                                     const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                     float out[24 * 4])    x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

.macro step number_
        fmla    v\number_\().4s, v0.4s, v1.s[1]
.endm

kernel_of_q cachebound_fma_f32_neon_lane, step
