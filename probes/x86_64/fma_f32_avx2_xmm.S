// SPDX-License-Identifier: Apache-2.0
// fma_f32_avx2_xmm: f32 multiply-add rate, 128 bit: what code for narrow tails or for four channels can reach.
//
// 12 independent vfmadd231ps, as in fma_f32_avx2. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vfmadd231ps xmm\r, xmm14, xmm15
.endm
compute_kernel cachebound_fma_f32_avx2_xmm, xmm, KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, step
