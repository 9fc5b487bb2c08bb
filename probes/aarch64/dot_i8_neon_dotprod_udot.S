// SPDX-License-Identifier: Apache-2.0
// dot_i8_neon_dotprod_udot: the unsigned form of dot_i8_neon_dotprod.
//
// Of quantised activations, which are often unsigned. Whether a core executes it at the rate of sdot, this shows.
//
//   void cachebound_dot_i8_neon_dotprod_udot(size_t iterations,      x0   > 0
//                                            const Operands* in,     x1   multiplier and multiplicand, 1 in tests
//                                            uint32_t out[24 * 4])   x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+dotprod

.macro step number_
        udot    v\number_\().4s, v0.16b, v1.16b
.endm

kernel_of_q cachebound_dot_i8_neon_dotprod_udot, step
