// SPDX-License-Identifier: Apache-2.0
// fma_f32_neon_d: f32 multiply-add in 64-bit registers.
//
// Shows the width of the data path: where it executes twice as often as the 128-bit form (A53, A55, A72), a 128-bit
// instruction takes two pipes of 64 bits; where it executes as often, half of each pipe is idle.
//
//   void cachebound_fma_f32_neon_d(size_t iterations,    x0   > 0
//                                  const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                  float out[24 * 2])    x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

.macro step number_
        fmla    v\number_\().2s, v0.2s, v1.2s
.endm

kernel_of_d cachebound_fma_f32_neon_d, step
