// SPDX-License-Identifier: Apache-2.0
// dot_bf16_avx512_bf16: peak rate of bf16 products into f32 sums, 512 bit; and its accumulator sweep.
//
// vdpbf16ps: 16 lanes, each gains two products: 64 operations. 24 accumulators: see counts.h. Frame and register map:
// compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vdpbf16ps zmm\r, zmm30, zmm31
.endm
compute_kernel cachebound_dot_bf16_avx512_bf16, zmm, KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, step
accumulator_sweep cachebound_dot_bf16_avx512_bf16, zmm, KERNEL_ZMM_SWEEP, step
