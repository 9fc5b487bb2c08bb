// SPDX-License-Identifier: Apache-2.0
// mmla_bf16_sve_bf16: peak rate of bf16 matrix products into f32 sums, any vector length (bfmmla).
//
// 2x4 times 4x2 into 2x2 in every 128 bits of the vector: 16 multiply-accumulates in each.
//
//   void cachebound_mmla_bf16_sve_bf16(size_t iterations,       x0   > 0
//                                      const Operands* in,      x1   multiplier and multiplicand, 1 in tests
//                                      float out[24 * lanes])   x2   the accumulators
//
//   z8-z31 accumulators (d8-d15 saved)     z0 multiplier     z1 multiplicand     p0 all lanes
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+sve+bf16

.macro step number_
        bfmmla  z\number_\().s, z0.h, z1.h
.endm

kernel_of_z cachebound_mmla_bf16_sve_bf16, step
