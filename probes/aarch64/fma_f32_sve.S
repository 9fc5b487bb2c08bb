// SPDX-License-Identifier: Apache-2.0
// fma_f32_sve: peak f32 multiply-add rate, any vector length.
//
// The loop of fma_f32_neon on scalable vectors, predicate all true. 24 accumulators >= 2 pipes x 9 cycles (A64FX by
// LLVM's model) and 2 pipes x 4 cycles of 256 bits (V1).
//
//   void cachebound_fma_f32_sve(size_t iterations,       x0   > 0
//                               const Operands* in,      x1   multiplier and multiplicand, 1 in tests
//                               float out[24 * lanes])   x2   the accumulators
//
//   z8-z31 accumulators (d8-d15 saved)     z0 multiplier     z1 multiplicand     p0 all lanes
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+sve

.macro step number_
        fmla    z\number_\().s, p0/m, z0.s, z1.s
.endm

kernel_of_z cachebound_fma_f32_sve, step
sweep cachebound_fma_f32_sve, kernel_of_z, step
