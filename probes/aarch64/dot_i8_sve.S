// SPDX-License-Identifier: Apache-2.0
// dot_i8_sve: peak rate of signed 8-bit dot products of four into 32-bit sums, any vector length (sdot).
//
//   void cachebound_dot_i8_sve(size_t iterations,         x0   > 0
//                              const Operands* in,        x1   multiplier and multiplicand, 1 in tests
//                              int32_t out[24 * lanes])   x2   the accumulators
//
//   z8-z31 accumulators (d8-d15 saved)     z0 multiplier     z1 multiplicand     p0 all lanes
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+sve

.macro step number_
        sdot    z\number_\().s, z0.b, z1.b
.endm

kernel_of_z cachebound_dot_i8_sve, step
