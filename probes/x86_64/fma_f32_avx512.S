// SPDX-License-Identifier: Apache-2.0
// fma_f32_avx512: peak f32 multiply-add rate, 512 bit; and its accumulator sweep.
//
// 24 independent vfmadd231ps where 2 pipes x 4 cycles (Skylake-SP, Golden Cove, Zen 5; Zen 4 feeds its two 256-bit
// pipes with halves) ask for 8: the pipes, not the latency, are the limit. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vfmadd231ps zmm\r, zmm30, zmm31
.endm
compute_kernel cachebound_fma_f32_avx512, zmm, KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, step
accumulator_sweep cachebound_fma_f32_avx512, zmm, KERNEL_ZMM_SWEEP, step
