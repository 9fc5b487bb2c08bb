// SPDX-License-Identifier: Apache-2.0
// dot_i8_avx512_vnni: peak rate of 8-bit products into 32-bit sums, 512 bit; and its accumulator sweep.
//
// vpdpbusd: 16 lanes, each gains four products of an unsigned byte (multiplier) and a signed one (multiplicand): 128
// operations. 24 accumulators: see counts.h. Frame and register map: compute.h.
#include "probes/x86_64/compute.h"

.macro step r
        vpdpbusd zmm\r, zmm30, zmm31
.endm
compute_kernel cachebound_dot_i8_avx512_vnni, zmm, KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, step
accumulator_sweep cachebound_dot_i8_avx512_vnni, zmm, KERNEL_ZMM_SWEEP, step
