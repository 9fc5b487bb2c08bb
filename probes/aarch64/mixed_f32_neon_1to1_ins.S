// SPDX-License-Identifier: Apache-2.0
// mixed_f32_neon_1to1_ins: one multiply-add to two 64-bit loads, one of them of an integer.
//
// Intensity 1/2 flop/byte: half the corner of A53 and A55, whose L1 delivers 8 bytes while they execute one multiply-
// add.
// What micro-kernels for A53 do: it issues a 64-bit integer load beside a multiply-add, and the insertion beside a
// 64-bit vector load (ncnn's measurements). The insertions, one for each 16 bytes, are not counted as operations;
// where a core is not in order they only take slots.
//
//   void cachebound_mixed_f32_neon_1to1_ins(size_t blocks,                x0   > 0
//                                           const MemoryWindow* window,   x1   whole blocks; operands 1 in tests
//                                           void* out)                    x2   position; 64 bytes on, float[16 * 4]
//
//   x3-x6 walk     v0 multiplier     v1 multiplicand     v2-v9 data     x8-x15 data     v16-v31 accumulators
#include "probes/aarch64/mixed.h"

mixed_ins cachebound_mixed_f32_neon_1to1_ins, 1, 1
