// SPDX-License-Identifier: Apache-2.0
// mixed_f32_neon_vfpv4_1to1_ld64: one multiply-add to two 64-bit loads.
//
// Intensity 1/2 flop/byte: half the corner of A53 and A55, whose L1 delivers 8 bytes while they execute one multiply-
// add.
// A55 issues a 64-bit vector load beside a multiply-add, A53 does not (ncnn's measurements, of AArch64). No base moves
// with a load here. Where the load path has 128 bits, half of it is idle.
//
//   void cachebound_mixed_f32_neon_vfpv4_1to1_ld64(size_t blocks,                r0   > 0
//                                                  const MemoryWindow* window,   r1   operands 1 in tests
//                                                  void* out)                    r2   position; then float[8 * 4]
//
//   mixed_kernel.h
#include "probes/arm/mixed_kernel.h"

mixed_d cachebound_mixed_f32_neon_vfpv4_1to1_ld64, 1, 1
