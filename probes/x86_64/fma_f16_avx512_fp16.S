// SPDX-License-Identifier: Apache-2.0
// fma_f16_avx512_fp16: peak f16 multiply-add rate with f16 sums, 512 bit.
//
// 24 independent vfmadd231ph: the latency may be up to 12 cycles in two pipes. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vfmadd231ph zmm\r, zmm30, zmm31
.endm
compute_kernel cachebound_fma_f16_avx512_fp16, zmm, KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, step
