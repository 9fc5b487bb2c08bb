// SPDX-License-Identifier: Apache-2.0
// fma_f32_avx2_ss: f32 multiply-add rate of scalar code, the roof of a loop that was not vectorised.
//
// 12 independent vfmadd231ss, as in fma_f32_avx2. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vfmadd231ss xmm\r, xmm14, xmm15
.endm
compute_kernel cachebound_fma_f32_avx2_ss, scalar, KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, step
