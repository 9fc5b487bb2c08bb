// SPDX-License-Identifier: Apache-2.0
// add_f32_avx2: f32 additions alone, 256 bit.
//
// Each accumulator gains the multiplicand: with operands of one it counts its steps. As many accumulators as
// fma_f32_avx2, whose latency is no shorter. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vaddps  ymm\r, ymm\r, ymm15
.endm
compute_kernel cachebound_add_f32_avx2, ymm, KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, step
