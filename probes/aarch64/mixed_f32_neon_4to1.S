// SPDX-License-Identifier: Apache-2.0
// mixed_f32_neon_4to1: 4 multiply-adds to one 128-bit load.
//
// Intensity 2 flop/byte: twice the corner of A53 and A55, where a load costs multiply-adds only the slots that it is
// issued in.
// Plain 128-bit loads, as a compiler emits them. A53 and A55 issue no multiply-add for two cycles beside one (ncnn's
// measurements): their slots bind before their units do.
//
//   void cachebound_mixed_f32_neon_4to1(size_t blocks,                x0   > 0
//                                       const MemoryWindow* window,   x1   whole blocks; operands 1 in tests
//                                       void* out)                    x2   position; 64 bytes on, float[16 * 4]
//
//   x3-x6 walk     v0 multiplier     v1 multiplicand     v2-v15 data     v16-v31 accumulators
#include "probes/aarch64/mixed.h"

mixed_q cachebound_mixed_f32_neon_4to1, 4, 1
