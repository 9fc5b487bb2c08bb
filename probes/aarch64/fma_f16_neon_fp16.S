// SPDX-License-Identifier: Apache-2.0
// fma_f16_neon_fp16: peak f16 multiply-add rate with f16 sums, 128 bit.
//
// Twice the lanes of f32 at the same rate on every core with FEAT_FP16 that was measured (A55, A76, A520, A720, X1, V1,
// M1). Sums of f16 lose their last bits above 2048: what f32 sums cost is fmlal_f16_neon_fhm.
//
//   void cachebound_fma_f16_neon_fp16(size_t iterations,    x0   > 0
//                                     const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                     f16 out[24 * 8])      x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+fp16

.macro step number_
        fmla    v\number_\().8h, v0.8h, v1.8h
.endm

kernel_of_q cachebound_fma_f16_neon_fp16, step
sweep cachebound_fma_f16_neon_fp16, kernel_of_q, step
