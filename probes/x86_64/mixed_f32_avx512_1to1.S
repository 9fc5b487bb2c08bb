// SPDX-License-Identifier: Apache-2.0
// mixed_f32_avx512_1to1: one f32 multiply-add to one load, 512 bit.
//
// A block of 2048 bytes is 32 loads, beside 32 vfmadd231ps: 16 accumulators, each twice. Why so many: counts.h.
// Frame and register map: mixed.h.
#include "probes/x86_64/mixed.h"

mixed_kernel_zmm cachebound_mixed_f32_avx512_1to1, 1, 1
