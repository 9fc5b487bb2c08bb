// SPDX-License-Identifier: Apache-2.0
// dot_i8_neon_dotprod_lane: sdot by four bytes of the multiplicand.
//
// What an 8-bit GEMM micro-kernel executes: four steps of K of one row of A times a vector of B.
//
//   void cachebound_dot_i8_neon_dotprod_lane(size_t iterations,     x0   > 0
//                                            const Operands* in,    x1   multiplier and multiplicand, 1 in tests
//                                            int32_t out[24 * 4])   x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+dotprod

.macro step number_
        sdot    v\number_\().4s, v0.16b, v1.4b[1]
.endm

kernel_of_q cachebound_dot_i8_neon_dotprod_lane, step
