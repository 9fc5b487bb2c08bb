// SPDX-License-Identifier: Apache-2.0
// mixed_f32_avx512_1to4: one f32 multiply-add to four loads, 512 bit.
//
// A block of 2048 bytes is 32 loads, beside 8 vfmadd231ps: 8 accumulators, each once. Why so many: counts.h.
// Frame and register map: mixed.h.
#include "probes/x86_64/mixed.h"

mixed_kernel_zmm cachebound_mixed_f32_avx512_1to4, 1, 4, KERNEL_MIXED_ZMM_1TO4_ACCUMULATORS
