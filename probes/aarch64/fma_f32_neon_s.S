// SPDX-License-Identifier: Apache-2.0
// fma_f32_neon_s: scalar f32 multiply-add.
//
// The roof of code that was not vectorised. fmadd names its addend: accumulator and destination are the same register.
// 24 >= 2 per cycle x 8 cycles (A53 where nothing is forwarded) and 4 x 4 (X1).
//
//   void cachebound_fma_f32_neon_s(size_t iterations,    x0   > 0
//                                  const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                  float out[24])        x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

.macro step number_
        fmadd   s\number_, s0, s1, s\number_
.endm

kernel_of_s cachebound_fma_f32_neon_s, step
