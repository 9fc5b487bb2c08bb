// SPDX-License-Identifier: Apache-2.0
// mixed_f32_avx2_1to4: one f32 multiply-add to four loads, 256 bit.
//
// A block of 1536 bytes is 48 loads, beside 12 vfmadd231ps: 12 accumulators, each once. Why so many: counts.h.
// Frame and register map: mixed.h.
#include "probes/x86_64/mixed.h"

mixed_kernel_ymm cachebound_mixed_f32_avx2_1to4, 1, 4
