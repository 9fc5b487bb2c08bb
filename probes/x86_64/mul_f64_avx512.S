// SPDX-License-Identifier: Apache-2.0
// mul_f64_avx512: f64 multiplications alone, 512 bit.
//
// Accumulators start at one and are multiplied by the multiplier, which is two in tests: each ends as two to the power
// of its steps. As many accumulators as fma_f64_avx512, whose latency is no shorter. Frame and register map: compute.h.
//
//   zmm25 one
#include "probes/x86_64/compute.h"

.macro step r
        vmulpd  zmm\r, zmm\r, zmm30
.endm
.macro make_one
        movabs  rax, 0x3ff0000000000000
        vpbroadcastq zmm25, rax
.endm
.macro start_at_one r
        vmovapd zmm\r, zmm25
.endm
compute_kernel cachebound_mul_f64_avx512, zmm, KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, step, start_at_one, make_one
