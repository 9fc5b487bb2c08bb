// SPDX-License-Identifier: Apache-2.0
// fma_f32_neon: peak f32 multiply-add rate, 128 bit.
//
// Loop body: 4 times 24 independent fmla. 24 >= 4 pipes x 4 cycles (Neoverse V1, X1, Apple M1), the largest product of
// the cores we know, even when nothing is forwarded. The decrement sits in the middle of the block: on the in-order
// A53 and A55 a `subs` next to its branch costs a cycle per iteration. 96 FMA to one branch: at most 1 % where a taken
// branch takes a slot of its own. Nothing is loaded in the loop: no cache can be.
// With operands 1.0 each lane ends as the number of its FMAs (exact below 2^24).
// The sweep has 1 to 24 accumulators: where its rate stops growing is latency times pipes.
//
//   void cachebound_fma_f32_neon(size_t iterations,    x0   > 0
//                                const Operands* in,   x1   multiplier and multiplicand, 1 in tests
//                                float out[24 * 4])    x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v0 multiplier     v1 multiplicand
#include "probes/aarch64/compute.h"

.macro step number_
        fmla    v\number_\().4s, v0.4s, v1.4s
.endm

kernel_of_q cachebound_fma_f32_neon, step
sweep cachebound_fma_f32_neon, kernel_of_q, step
