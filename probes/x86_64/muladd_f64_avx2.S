// SPDX-License-Identifier: Apache-2.0
// muladd_f64_avx2: multiply-accumulate of f64 in two instructions, 256 bit: the roof of code built without fused ones.
//
// A step is a multiplication into a scratch register and an addition to the accumulator; only the additions form
// chains. On cores with pipes for additions beside those for multiplications (Zen) it is as fast as fused code, where
// the two share pipes half as fast. Counted by the additions, two operations each. Frame and register map: compute.h.
//
//   ymm12 product
#include "probes/x86_64/compute.h"

.macro step r
        vmulpd  ymm12, ymm14, ymm15
        vaddpd  ymm\r, ymm\r, ymm12
.endm
compute_kernel cachebound_muladd_f64_avx2, ymm, KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, step
