// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/entries.hpp"
#include "probes/x86_64/counts.h"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_mixed_f32_avx2_4to1, cachebound_mixed_f32_avx2_2to1, cachebound_mixed_f32_avx2_1to1,
    cachebound_mixed_f32_avx2_1to2, cachebound_mixed_f32_avx2_1to4, cachebound_mixed_f32_avx512_4to1,
    cachebound_mixed_f32_avx512_2to1, cachebound_mixed_f32_avx512_1to1, cachebound_mixed_f32_avx512_1to2,
    cachebound_mixed_f32_avx512_1to4;
}

/// Instructions of both kinds, in the kernel's loop.
struct MixedRatio {
  int multiply_adds;
  int loads;
};

/// Multiply-adds of each accumulator in a block. Clocks as in compute.hpp.
constexpr int mixed_unroll(MixedRatio ratio, int block, int vector_bytes, int accumulators) {
  return block / vector_bytes * ratio.multiply_adds / ratio.loads / accumulators;
}

constexpr Probe mixed_avx2(std::string_view id, MixedRatio ratio, KernelFn kernel, std::string_view summary) {
  constexpr int accumulators = KERNEL_MIXED_YMM_ACCUMULATORS;
  const int unroll = mixed_unroll(ratio, KERNEL_MIXED_YMM_BLOCK_BYTES, 32, accumulators);
  return mixed_probe(id, Isa::avx2, DType::f32, {accumulators, unroll, 2 * 8}, {Lane::f32, 32}, "chain_fma_avx2",
                     kernel, summary, KERNEL_MIXED_YMM_BLOCK_BYTES);
}

constexpr Probe mixed_avx512(std::string_view id, MixedRatio ratio, KernelFn kernel, std::string_view summary,
                             int accumulators = KERNEL_MIXED_ZMM_ACCUMULATORS) {
  const int unroll = mixed_unroll(ratio, KERNEL_MIXED_ZMM_BLOCK_BYTES, 64, accumulators);
  return mixed_probe(id, Isa::avx512, DType::f32, {accumulators, unroll, 2 * 16}, {Lane::f32, 64}, "chain_fma_avx512",
                     kernel, summary, KERNEL_MIXED_ZMM_BLOCK_BYTES);
}

inline constexpr std::array mixed_table{
    mixed_avx2("mixed_f32_avx2_4to1", {4, 1}, &cachebound_mixed_f32_avx2_4to1, "256-bit FMA to 256-bit loads, 4:1"),
    mixed_avx2("mixed_f32_avx2_2to1", {2, 1}, &cachebound_mixed_f32_avx2_2to1, "256-bit FMA to 256-bit loads, 2:1"),
    mixed_avx2("mixed_f32_avx2_1to1", {1, 1}, &cachebound_mixed_f32_avx2_1to1, "256-bit FMA to 256-bit loads, 1:1"),
    mixed_avx2("mixed_f32_avx2_1to2", {1, 2}, &cachebound_mixed_f32_avx2_1to2, "256-bit FMA to 256-bit loads, 1:2"),
    mixed_avx2("mixed_f32_avx2_1to4", {1, 4}, &cachebound_mixed_f32_avx2_1to4, "256-bit FMA to 256-bit loads, 1:4"),
    mixed_avx512("mixed_f32_avx512_4to1", {4, 1}, &cachebound_mixed_f32_avx512_4to1,
                 "512-bit FMA to 512-bit loads, 4:1"),
    mixed_avx512("mixed_f32_avx512_2to1", {2, 1}, &cachebound_mixed_f32_avx512_2to1,
                 "512-bit FMA to 512-bit loads, 2:1"),
    mixed_avx512("mixed_f32_avx512_1to1", {1, 1}, &cachebound_mixed_f32_avx512_1to1,
                 "512-bit FMA to 512-bit loads, 1:1"),
    mixed_avx512("mixed_f32_avx512_1to2", {1, 2}, &cachebound_mixed_f32_avx512_1to2,
                 "512-bit FMA to 512-bit loads, 1:2"),
    mixed_avx512("mixed_f32_avx512_1to4", {1, 4}, &cachebound_mixed_f32_avx512_1to4,
                 "512-bit FMA to 512-bit loads, 1:4", KERNEL_MIXED_ZMM_1TO4_ACCUMULATORS),
};

}  // namespace cachebound::probes
