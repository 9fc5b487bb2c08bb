// SPDX-License-Identifier: Apache-2.0
// mixed_f32_neon_1to2_ins: one multiply-add to 4 64-bit loads, half of them of integers.
//
// Intensity 1/4 flop/byte: a quarter of the corner of A53 and A55, where loads bound the loop.
// What micro-kernels for A53 do: it issues a 64-bit integer load beside a multiply-add, and the insertion beside a
// 64-bit vector load (ncnn's measurements). The insertions, one for each 16 bytes, are not counted as operations;
// where a core is not in order they only take slots.
//
//   void cachebound_mixed_f32_neon_1to2_ins(size_t blocks,                x0   > 0
//                                           const MemoryWindow* window,   x1   whole blocks; operands 1 in tests
//                                           void* out)                    x2   position; 64 bytes on, float[16 * 4]
//
//   x3-x6 walk     v0 multiplier     v1 multiplicand     v2-v9 data     x8-x15 data     v16-v31 accumulators
#include "probes/aarch64/mixed.h"

mixed_ins cachebound_mixed_f32_neon_1to2_ins, 1, 2
