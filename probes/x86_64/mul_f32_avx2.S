// SPDX-License-Identifier: Apache-2.0
// mul_f32_avx2: f32 multiplications alone, 256 bit.
//
// Accumulators start at one and are multiplied by the multiplier, which is two in tests: each ends as two to the power
// of its steps. As many accumulators as fma_f32_avx2, whose latency is no shorter. Frame and register map: compute.h.
//
//   ymm13 one
#include "probes/x86_64/compute.h"

.macro step r
        vmulps  ymm\r, ymm\r, ymm14
.endm
.macro make_one
        mov     eax, 0x3f800000
        vmovd   xmm13, eax
        vbroadcastss ymm13, xmm13
.endm
.macro start_at_one r
        vmovaps ymm\r, ymm13
.endm
compute_kernel cachebound_mul_f32_avx2, ymm, KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, step, start_at_one, make_one
