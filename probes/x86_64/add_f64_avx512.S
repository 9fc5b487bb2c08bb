// SPDX-License-Identifier: Apache-2.0
// add_f64_avx512: f64 additions alone, 512 bit.
//
// Each accumulator gains the multiplicand: with operands of one it counts its steps. As many accumulators as
// fma_f64_avx512, whose latency is no shorter. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vaddpd  zmm\r, zmm\r, zmm31
.endm
compute_kernel cachebound_add_f64_avx512, zmm, KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, step
