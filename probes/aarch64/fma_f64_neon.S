// SPDX-License-Identifier: Apache-2.0
// fma_f64_neon: peak f64 multiply-add rate, 128 bit.
//
// The loop of fma_f32_neon with two lanes of f64. Every core that was measured (A53, A55, A72, A76, A720, N1, X1, V1,
// M1) executes as many per cycle as of f32, hence half of the operations.
//
//   void cachebound_fma_f64_neon(size_t iterations,    x0   > 0
//                                const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                double out[24 * 2])   x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

.macro step number_
        fmla    v\number_\().2d, v0.2d, v1.2d
.endm

kernel_of_q cachebound_fma_f64_neon, step
sweep cachebound_fma_f64_neon, kernel_of_q, step
