// SPDX-License-Identifier: Apache-2.0
// fma_f64_sve: peak f64 multiply-add rate, any vector length. As fma_f32_sve.
//
//   void cachebound_fma_f64_sve(size_t iterations,        x0   > 0
//                               const Operands* in,       x1   multiplier and multiplicand, 1 in tests
//                               double out[24 * lanes])   x2   the accumulators
//
//   z8-z31 accumulators (d8-d15 saved)     z0 multiplier     z1 multiplicand     p0 all lanes
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+sve

.macro step number_
        fmla    z\number_\().d, p0/m, z0.d, z1.d
.endm

kernel_of_z cachebound_fma_f64_sve, step
