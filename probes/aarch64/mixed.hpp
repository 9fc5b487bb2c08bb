// SPDX-License-Identifier: Apache-2.0
// Multiply-adds and loads in one loop.
#pragma once

#include "probes/aarch64/counts.h"
#include "probes/entries.hpp"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_mixed_f32_neon_4to1, cachebound_mixed_f32_neon_2to1, cachebound_mixed_f32_neon_1to1,
    cachebound_mixed_f32_neon_1to2, cachebound_mixed_f32_neon_1to4, cachebound_mixed_f32_neon_4to1_ld64,
    cachebound_mixed_f32_neon_2to1_ld64, cachebound_mixed_f32_neon_1to1_ld64, cachebound_mixed_f32_neon_1to2_ld64,
    cachebound_mixed_f32_neon_1to4_ld64, cachebound_mixed_f32_neon_4to1_ins, cachebound_mixed_f32_neon_2to1_ins,
    cachebound_mixed_f32_neon_1to1_ins, cachebound_mixed_f32_neon_1to2_ins, cachebound_mixed_f32_neon_1to4_ins;
}

/// `fmas` multiply-adds of 128 bits to `vectors` times 16 bytes, however many loads those are.
constexpr Probe mixed_neon(std::string_view id, int fmas, int vectors, KernelFn kernel, std::string_view summary) {
  const ComputeShape shape{KERNEL_MIXED_CHAINS, KERNEL_MIXED_FMAS(fmas, vectors) / KERNEL_MIXED_CHAINS, 2 * 4};
  return mixed_probe(id, Isa::neon, DType::f32, shape, {Lane::f32, 16}, "chain_add_reg", kernel, summary);
}

inline constexpr std::array mixed_table{
    mixed_neon("mixed_f32_neon_4to1", 4, 1, &cachebound_mixed_f32_neon_4to1, "4 FMA to 1 128-bit load"),
    mixed_neon("mixed_f32_neon_2to1", 2, 1, &cachebound_mixed_f32_neon_2to1, "2 FMA to 1 128-bit load"),
    mixed_neon("mixed_f32_neon_1to1", 1, 1, &cachebound_mixed_f32_neon_1to1, "1 FMA to 1 128-bit load"),
    mixed_neon("mixed_f32_neon_1to2", 1, 2, &cachebound_mixed_f32_neon_1to2, "1 FMA to 2 128-bit loads"),
    mixed_neon("mixed_f32_neon_1to4", 1, 4, &cachebound_mixed_f32_neon_1to4, "1 FMA to 4 128-bit loads"),
    mixed_neon("mixed_f32_neon_4to1_ld64", 4, 1, &cachebound_mixed_f32_neon_4to1_ld64, "4 FMA to 2 64-bit loads"),
    mixed_neon("mixed_f32_neon_2to1_ld64", 2, 1, &cachebound_mixed_f32_neon_2to1_ld64, "2 FMA to 2 64-bit loads"),
    mixed_neon("mixed_f32_neon_1to1_ld64", 1, 1, &cachebound_mixed_f32_neon_1to1_ld64, "1 FMA to 2 64-bit loads"),
    mixed_neon("mixed_f32_neon_1to2_ld64", 1, 2, &cachebound_mixed_f32_neon_1to2_ld64, "1 FMA to 4 64-bit loads"),
    mixed_neon("mixed_f32_neon_1to4_ld64", 1, 4, &cachebound_mixed_f32_neon_1to4_ld64, "1 FMA to 8 64-bit loads"),
    mixed_neon("mixed_f32_neon_4to1_ins", 4, 1, &cachebound_mixed_f32_neon_4to1_ins,
               "4 FMA to 1 64-bit vector load, 1 of integers, inserted"),
    mixed_neon("mixed_f32_neon_2to1_ins", 2, 1, &cachebound_mixed_f32_neon_2to1_ins,
               "2 FMA to 1 64-bit vector load, 1 of integers, inserted"),
    mixed_neon("mixed_f32_neon_1to1_ins", 1, 1, &cachebound_mixed_f32_neon_1to1_ins,
               "1 FMA to 1 64-bit vector load, 1 of integers, inserted"),
    mixed_neon("mixed_f32_neon_1to2_ins", 1, 2, &cachebound_mixed_f32_neon_1to2_ins,
               "1 FMA to 2 64-bit vector loads, 2 of integers, inserted"),
    mixed_neon("mixed_f32_neon_1to4_ins", 1, 4, &cachebound_mixed_f32_neon_1to4_ins,
               "1 FMA to 4 64-bit vector loads, 4 of integers, inserted"),
};

}  // namespace cachebound::probes
