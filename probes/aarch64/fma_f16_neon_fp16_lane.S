// SPDX-License-Identifier: Apache-2.0
// fma_f16_neon_fp16_lane: f16 multiply-add by one lane of the multiplicand, 128 bit.
//
// What an f16 GEMM micro-kernel executes. The register of the lane must be one of v0-v15.
//
//   void cachebound_fma_f16_neon_fp16_lane(size_t iterations,    x0   > 0
//                                          const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                          f16 out[24 * 8])      x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+fp16

.macro step number_
        fmla    v\number_\().8h, v0.8h, v1.h[1]
.endm

kernel_of_q cachebound_fma_f16_neon_fp16_lane, step
