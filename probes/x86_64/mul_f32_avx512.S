// SPDX-License-Identifier: Apache-2.0
// mul_f32_avx512: f32 multiplications alone, 512 bit.
//
// Accumulators start at one and are multiplied by the multiplier, which is two in tests: each ends as two to the power
// of its steps. As many accumulators as fma_f32_avx512, whose latency is no shorter. Frame and register map: compute.h.
//
//   zmm25 one
#include "probes/x86_64/compute.h"

.macro step r
        vmulps  zmm\r, zmm\r, zmm30
.endm
.macro make_one
        mov     eax, 0x3f800000
        vpbroadcastd zmm25, eax
.endm
.macro start_at_one r
        vmovaps zmm\r, zmm25
.endm
compute_kernel cachebound_mul_f32_avx512, zmm, KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, step, start_at_one, make_one
