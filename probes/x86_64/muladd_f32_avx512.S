// SPDX-License-Identifier: Apache-2.0
// muladd_f32_avx512: multiply-accumulate of f32 in two instructions, 512 bit: the roof of code built without fused
// ones.
//
// A step is a multiplication into a scratch register and an addition to the accumulator; only the additions form
// chains. On cores with pipes for additions beside those for multiplications (Zen) it is as fast as fused code, where
// the two share pipes half as fast. Counted by the additions, two operations each. Frame and register map: compute.h.
//
//   zmm24 product
#include "probes/x86_64/compute.h"

.macro step r
        vmulps  zmm24, zmm30, zmm31
        vaddps  zmm\r, zmm\r, zmm24
.endm
compute_kernel cachebound_muladd_f32_avx512, zmm, KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, step
