// SPDX-License-Identifier: Apache-2.0
// fma_f16_sve: peak f16 multiply-add rate with f16 sums, any vector length. As fma_f32_sve; SVE includes f16.
//
//   void cachebound_fma_f16_sve(size_t iterations,     x0   > 0
//                               const Operands* in,    x1   multiplier and multiplicand, 1 in tests
//                               f16 out[24 * lanes])   x2   the accumulators
//
//   z8-z31 accumulators (d8-d15 saved)     z0 multiplier     z1 multiplicand     p0 all lanes
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+sve

.macro step number_
        fmla    z\number_\().h, p0/m, z0.h, z1.h
.endm

kernel_of_z cachebound_fma_f16_sve, step
