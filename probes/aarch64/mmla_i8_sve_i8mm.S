// SPDX-License-Identifier: Apache-2.0
// mmla_i8_sve_i8mm: peak rate of signed 8-bit matrix products into 32-bit sums, any vector length (smmla).
//
// 2x8 times 8x2 into 2x2 in every 128 bits of the vector: 32 multiply-accumulates in each.
//
//   void cachebound_mmla_i8_sve_i8mm(size_t iterations,         x0   > 0
//                                    const Operands* in,        x1   multiplier and multiplicand, 1 in tests
//                                    int32_t out[24 * lanes])   x2   the accumulators
//
//   z8-z31 accumulators (d8-d15 saved)     z0 multiplier     z1 multiplicand     p0 all lanes
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+sve+i8mm

.macro step number_
        smmla   z\number_\().s, z0.b, z1.b
.endm

kernel_of_z cachebound_mmla_i8_sve_i8mm, step
