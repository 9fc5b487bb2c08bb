// SPDX-License-Identifier: Apache-2.0
// add_f32_neon: separate f32 additions, 128 bit.
//
// An addition counts as one operation: half of the multiply-add roof where pipes and rate are the same. 24
// accumulators cover a latency of 6 cycles on 4 pipes.
//
//   void cachebound_add_f32_neon(size_t iterations,    x0   > 0
//                                const Operands* in,   x1   its multiplicand is added, 1 in tests
//                                float out[24 * 4])    x2   the accumulators
//
//   v8-v31 accumulators (d8-d15 saved)     v1 the addend (the multiplicand)
#include "probes/aarch64/compute.h"

.macro step number_
        fadd    v\number_\().4s, v\number_\().4s, v1.4s
.endm

kernel_of_q cachebound_add_f32_neon, step
