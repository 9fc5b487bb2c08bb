// SPDX-License-Identifier: Apache-2.0
// mul_f64_avx2: f64 multiplications alone, 256 bit.
//
// Accumulators start at one and are multiplied by the multiplier, which is two in tests: each ends as two to the power
// of its steps. As many accumulators as fma_f64_avx2, whose latency is no shorter. Frame and register map: compute.h.
//
//   ymm13 one
#include "probes/x86_64/compute.h"

.macro step r
        vmulpd  ymm\r, ymm\r, ymm14
.endm
.macro make_one
        movabs  rax, 0x3ff0000000000000
        vmovq   xmm13, rax
        vbroadcastsd ymm13, xmm13
.endm
.macro start_at_one r
        vmovapd ymm\r, ymm13
.endm
compute_kernel cachebound_mul_f64_avx2, ymm, KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, step, start_at_one, make_one
