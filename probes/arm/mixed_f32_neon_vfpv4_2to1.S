// SPDX-License-Identifier: Apache-2.0
// mixed_f32_neon_vfpv4_2to1: 2 multiply-adds to one 128-bit load.
//
// Intensity 1 flop/byte, the corner of A53 and A55: one multiply-add per cycle, 8 bytes of L1 per cycle. A core whose
// units do not hinder one another reaches both at once here.
// Plain 128-bit loads, two registers by one vld1. A53 and A55 issue no multiply-add for two cycles beside a 128-bit
// load (ncnn's measurements, of AArch64): their slots bind before their units do.
//
//   void cachebound_mixed_f32_neon_vfpv4_2to1(size_t blocks,                r0   > 0
//                                             const MemoryWindow* window,   r1   operands 1 in tests
//                                             void* out)                    r2   position; then float[8 * 4]
//
//   mixed_kernel.h, and r4 the step of 32
#include "probes/arm/mixed_kernel.h"

mixed_q cachebound_mixed_f32_neon_vfpv4_2to1, 2, 1
