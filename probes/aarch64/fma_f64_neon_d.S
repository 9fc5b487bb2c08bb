// SPDX-License-Identifier: Apache-2.0
// fma_f64_neon_d: scalar f64 multiply-add.
//
// The roof of code that was not vectorised, and of 32-bit Arm, which has no vectors of f64.
//
//   void cachebound_fma_f64_neon_d(size_t iterations,    x0   > 0
//                                  const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                  double out[24])       x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

.macro step number_
        fmadd   d\number_, d0, d1, d\number_
.endm

kernel_of_d cachebound_fma_f64_neon_d, step
