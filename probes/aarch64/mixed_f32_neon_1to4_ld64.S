// SPDX-License-Identifier: Apache-2.0
// mixed_f32_neon_1to4_ld64: one multiply-add to 8 64-bit loads.
//
// Intensity 1/8 flop/byte: an eighth of the corner of A53 and A55, where loads bound the loop.
// A55 issues a 64-bit vector load beside a multiply-add, A53 does not (ncnn's measurements). Where the load path has
// 128 bits, half of it is idle.
//
//   void cachebound_mixed_f32_neon_1to4_ld64(size_t blocks,                x0   > 0
//                                            const MemoryWindow* window,   x1   whole blocks; operands 1 in tests
//                                            void* out)                    x2   position; 64 bytes on, float[16 * 4]
//
//   x3-x6 walk     v0 multiplier     v1 multiplicand     v2-v15 data     v16-v31 accumulators
#include "probes/aarch64/mixed.h"

mixed_d cachebound_mixed_f32_neon_1to4_ld64, 1, 4
