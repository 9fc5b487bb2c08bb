// SPDX-License-Identifier: Apache-2.0
// dot_i8_avx_vnni: peak rate of 8-bit products into 32-bit sums, 256 bit, in the VEX encoding of cores without AVX-512.
//
// vpdpbusd: 8 lanes, each gains four products of an unsigned byte (multiplier) and a signed one (multiplicand): 64
// operations. 14 accumulators: see counts.h. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        {vex} vpdpbusd ymm\r, ymm14, ymm15
.endm
compute_kernel cachebound_dot_i8_avx_vnni, ymm, KERNEL_VNNI_YMM_ACCUMULATORS, KERNEL_VNNI_YMM_UNROLL, step
