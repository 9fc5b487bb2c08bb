// SPDX-License-Identifier: Apache-2.0
// fma_f64_avx2: peak f64 multiply-add rate, 256 bit; and its accumulator sweep.
//
// 12 independent vfmadd231pd: 12 >= 2 pipes x 5 cycles (Haswell, Zen 2) and >= 2 x 4 (Skylake, Zen 3 to 5, Golden
// Cove), so the pipes, not the latency, are the limit. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vfmadd231pd ymm\r, ymm14, ymm15
.endm
compute_kernel cachebound_fma_f64_avx2, ymm, KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, step
accumulator_sweep cachebound_fma_f64_avx2, ymm, KERNEL_YMM_SWEEP, step
