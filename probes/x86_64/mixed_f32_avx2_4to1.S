// SPDX-License-Identifier: Apache-2.0
// mixed_f32_avx2_4to1: four f32 multiply-adds to one load, 256 bit.
//
// A block of 1536 bytes is 48 loads, beside 192 vfmadd231ps: 12 accumulators, each 16 times. Why so many: counts.h.
// Frame and register map: mixed.h.
#include "probes/x86_64/mixed.h"

mixed_kernel_ymm cachebound_mixed_f32_avx2_4to1, 4, 1
