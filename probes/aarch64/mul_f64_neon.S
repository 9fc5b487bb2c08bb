// SPDX-License-Identifier: Apache-2.0
// mul_f64_neon: separate f64 multiplications, 128 bit.
//
// Accumulators start at one and are multiplied by the multiplier: with 2.0, the logarithm of a lane counts its
// multiplications. Timed runs multiply by 1 + 2^-12, which stays finite (operands.cpp).
//
//   void cachebound_mul_f64_neon(size_t iterations,    x0   > 0
//                                const Operands* in,   x1   its multiplier is used, 2 in tests
//                                double out[24 * 2])   x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier
#include "probes/aarch64/compute.h"

.macro one number_
        fmov    v\number_\().2d, #1.0
.endm

.macro step number_
        fmul    v\number_\().2d, v\number_\().2d, v0.2d
.endm

compute_kernel cachebound_mul_f64_neon, operands_asimd, one, store_q, step, KERNEL_CHAINS, KERNEL_UNROLL
