// SPDX-License-Identifier: Apache-2.0
// muladd_f32_neon: f32 multiplication and addition as separate instructions, interleaved, 128 bit.
//
// The roof of code that was compiled without contraction: as many operations per instruction as add_f32_neon, on
// whatever pipes both may use. Each addition takes the product of four pairs earlier, so that no in-order core waits
// for a multiplication; the six products rotate, and 24 accumulators are four whole rotations. The products that the
// first four additions need are made before the loop.
//
//   void cachebound_muladd_f32_neon(size_t iterations,    x0   > 0
//                                   const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                   float out[24 * 4])    x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v2-v7 products     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

.macro product number_
        fmul    v\number_\().4s, v0.4s, v1.4s
.endm

.macro pair number_, made_, used_
        fmul    v\made_\().4s, v0.4s, v1.4s
        fadd    v\number_\().4s, v\number_\().4s, v\used_\().4s
.endm

.macro step number_
        pair    \number_, %(2 + (\number_ - 8) % 6), %(2 + (\number_ - 6) % 6)
.endm

begin_compute cachebound_muladd_f32_neon, operands_asimd, zero_asimd, KERNEL_CHAINS
        each_from product, 2, 6
step_loop step, KERNEL_CHAINS, KERNEL_MULADD_UNROLL
end_compute cachebound_muladd_f32_neon, store_q, KERNEL_CHAINS
