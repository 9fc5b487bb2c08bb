// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/aarch64/counts.h"
#include "probes/entries.hpp"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_fma_f32_neon, cachebound_fma_f32_neon_lane, cachebound_fma_f32_neon_d,
    cachebound_fma_f32_neon_s, cachebound_fma_f64_neon, cachebound_fma_f64_neon_d, cachebound_mul_f32_neon,
    cachebound_add_f32_neon, cachebound_muladd_f32_neon, cachebound_mul_f64_neon, cachebound_add_f64_neon,
    cachebound_muladd_f64_neon, cachebound_fma_f16_neon_fp16, cachebound_fma_f16_neon_fp16_lane,
    cachebound_fmlal_f16_neon_fhm, cachebound_dot_bf16_neon_bf16, cachebound_mmla_bf16_neon_bf16,
    cachebound_mla_i8_neon, cachebound_dot_i8_neon_dotprod, cachebound_dot_i8_neon_dotprod_udot,
    cachebound_dot_i8_neon_dotprod_lane, cachebound_mmla_i8_neon_i8mm, cachebound_popcnt_b1_neon,
    cachebound_popcnt_b1_neon_eor, cachebound_popcnt_b1_neon_dotprod, cachebound_fma_f32_sve, cachebound_fma_f64_sve,
    cachebound_fma_f16_sve, cachebound_dot_i8_sve, cachebound_mmla_i8_sve_i8mm, cachebound_dot_bf16_sve_bf16,
    cachebound_mmla_bf16_sve_bf16, cachebound_popcnt_b1_sve, cachebound_mopa_f32_sme, cachebound_mopa_f64_sme_f64f64,
    cachebound_mopa_bf16_sme, cachebound_mopa_f16_sme, cachebound_mopa_i8_sme;
extern const KernelFn cachebound_fma_f32_neon_sweep[KERNEL_SWEEP_LARGEST];
extern const KernelFn cachebound_fma_f64_neon_sweep[KERNEL_SWEEP_LARGEST];
extern const KernelFn cachebound_fma_f16_neon_fp16_sweep[KERNEL_SWEEP_LARGEST];
extern const KernelFn cachebound_dot_i8_neon_dotprod_sweep[KERNEL_SWEEP_LARGEST];
extern const KernelFn cachebound_fma_f32_sve_sweep[KERNEL_SWEEP_LARGEST];
extern const KernelFn cachebound_mopa_f32_sme_sweep[KERNEL_TILES_S];
extern const KernelFn cachebound_mopa_f64_sme_f64f64_sweep[KERNEL_TILES_D];
}

/// Nothing but steps of one instruction, each of so many operations (scalable sets: in 16 bytes).
constexpr ComputeShape steps_of(int operations) { return {KERNEL_CHAINS, KERNEL_UNROLL, operations}; }

/// A multiplication and an addition per step, each an operation per lane.
constexpr ComputeShape pairs_of(int lanes) { return {KERNEL_CHAINS, 2 * KERNEL_MULADD_UNROLL, lanes}; }

constexpr ComputeShape multiplies_to_16_bits{KERNEL_MLA_I8_CHAINS, KERNEL_MLA_I8_MULTIPLIES* KERNEL_MLA_I8_UNROLL,
                                             2 * 8};
constexpr ComputeShape deferred_counts{KERNEL_POPCNT_CHAINS, KERNEL_POPCNT_DEFERRED, 2 * 128};
constexpr ComputeShape wide_counts{KERNEL_POPCNT_WIDE_CHAINS, KERNEL_POPCNT_WIDE_UNROLL, 2 * 128};

/// Outer products into tiles; of 128 bits, a tile of 32-bit sums is 4 x 4, of 64-bit ones 2 x 2.
constexpr ComputeShape products_into_s_tiles(int operations) {
  return {KERNEL_TILES_S, KERNEL_TILES_S_UNROLL, operations};
}
constexpr ComputeShape products_into_d_tiles{KERNEL_TILES_D, KERNEL_TILES_D_UNROLL, 2 * 2 * 2};
constexpr int s_tile_bytes = 4 * 4 * 4;
constexpr int d_tile_bytes = 2 * 2 * 8;

constexpr Probe with_gain(Gain gain, Probe probe) {
  probe.gain = gain;
  return probe;
}

constexpr Probe swept(Sweep kernels, Probe probe) {
  probe.by_accumulators = kernels;
  return probe;
}

/// Of a type and width, the form with the most operations per instruction comes first: a quick run takes that one.
inline constexpr std::array compute_table{
    swept(cachebound_fma_f32_neon_sweep,
          compute_probe("fma_f32_neon", Isa::neon, DType::f32, steps_of(2 * 4), {Lane::f32, 16}, "chain_add_reg",
                        &cachebound_fma_f32_neon, "24 chains of 128-bit FMA")),
    compute_probe("fma_f32_neon_lane", Isa::neon, DType::f32, steps_of(2 * 4), {Lane::f32, 16}, "chain_add_reg",
                  &cachebound_fma_f32_neon_lane, "24 chains of 128-bit FMA by one lane"),
    compute_probe("fma_f32_neon_d", Isa::neon, DType::f32, steps_of(2 * 2), {Lane::f32, 8}, "chain_add_reg",
                  &cachebound_fma_f32_neon_d, "24 chains of 64-bit FMA"),
    compute_probe("fma_f32_neon_s", Isa::neon, DType::f32, steps_of(2), {Lane::f32, 4}, "chain_add_reg",
                  &cachebound_fma_f32_neon_s, "24 chains of scalar FMA"),
    swept(cachebound_fma_f64_neon_sweep,
          compute_probe("fma_f64_neon", Isa::neon, DType::f64, steps_of(2 * 2), {Lane::f64, 16}, "chain_add_reg",
                        &cachebound_fma_f64_neon, "24 chains of 128-bit FMA")),
    compute_probe("fma_f64_neon_d", Isa::neon, DType::f64, steps_of(2), {Lane::f64, 8}, "chain_add_reg",
                  &cachebound_fma_f64_neon_d, "24 chains of scalar FMA"),
    with_gain(Gain::doublings,
              compute_probe("mul_f32_neon", Isa::neon, DType::f32, steps_of(4), {Lane::f32, 16}, "chain_add_reg",
                            &cachebound_mul_f32_neon, "24 chains of 128-bit multiplications")),
    with_gain(Gain::additions,
              compute_probe("add_f32_neon", Isa::neon, DType::f32, steps_of(4), {Lane::f32, 16}, "chain_add_reg",
                            &cachebound_add_f32_neon, "24 chains of 128-bit additions")),
    compute_probe("muladd_f32_neon", Isa::neon, DType::f32, pairs_of(4), {Lane::f32, 16}, "chain_add_reg",
                  &cachebound_muladd_f32_neon, "128-bit multiplications and additions in turn"),
    with_gain(Gain::doublings,
              compute_probe("mul_f64_neon", Isa::neon, DType::f64, steps_of(2), {Lane::f64, 16}, "chain_add_reg",
                            &cachebound_mul_f64_neon, "24 chains of 128-bit multiplications")),
    with_gain(Gain::additions,
              compute_probe("add_f64_neon", Isa::neon, DType::f64, steps_of(2), {Lane::f64, 16}, "chain_add_reg",
                            &cachebound_add_f64_neon, "24 chains of 128-bit additions")),
    compute_probe("muladd_f64_neon", Isa::neon, DType::f64, pairs_of(2), {Lane::f64, 16}, "chain_add_reg",
                  &cachebound_muladd_f64_neon, "128-bit multiplications and additions in turn"),
    swept(cachebound_fma_f16_neon_fp16_sweep,
          compute_probe("fma_f16_neon_fp16", Isa::neon_fp16, DType::f16, steps_of(2 * 8), {Lane::f16, 16},
                        "chain_add_reg", &cachebound_fma_f16_neon_fp16, "24 chains of 128-bit FMA, f16 sums")),
    compute_probe("fma_f16_neon_fp16_lane", Isa::neon_fp16, DType::f16, steps_of(2 * 8), {Lane::f16, 16},
                  "chain_add_reg", &cachebound_fma_f16_neon_fp16_lane, "24 chains of 128-bit FMA by one lane"),
    compute_probe("fmlal_f16_neon_fhm", Isa::neon_fhm, DType::f16, steps_of(2 * 4), {Lane::f32, 16}, "chain_add_reg",
                  &cachebound_fmlal_f16_neon_fhm, "fmlal and fmlal2 in turn, f32 sums"),
    compute_probe("mmla_bf16_neon_bf16", Isa::neon_bf16, DType::bf16, steps_of(2 * 4 * 4), {Lane::f32, 16},
                  "chain_add_reg", &cachebound_mmla_bf16_neon_bf16, "24 chains of bfmmla"),
    compute_probe("dot_bf16_neon_bf16", Isa::neon_bf16, DType::bf16, steps_of(2 * 4 * 2), {Lane::f32, 16},
                  "chain_add_reg", &cachebound_dot_bf16_neon_bf16, "24 chains of bfdot"),
    compute_probe("mmla_i8_neon_i8mm", Isa::neon_i8mm, DType::i8, steps_of(2 * 4 * 8), {Lane::i32, 16}, "chain_add_reg",
                  &cachebound_mmla_i8_neon_i8mm, "24 chains of smmla"),
    swept(cachebound_dot_i8_neon_dotprod_sweep,
          compute_probe("dot_i8_neon_dotprod", Isa::neon_dotprod, DType::i8, steps_of(2 * 4 * 4), {Lane::i32, 16},
                        "chain_add_reg", &cachebound_dot_i8_neon_dotprod, "24 chains of sdot")),
    compute_probe("dot_i8_neon_dotprod_udot", Isa::neon_dotprod, DType::i8, steps_of(2 * 4 * 4), {Lane::i32, 16},
                  "chain_add_reg", &cachebound_dot_i8_neon_dotprod_udot, "24 chains of udot"),
    compute_probe("dot_i8_neon_dotprod_lane", Isa::neon_dotprod, DType::i8, steps_of(2 * 4 * 4), {Lane::i32, 16},
                  "chain_add_reg", &cachebound_dot_i8_neon_dotprod_lane, "24 chains of sdot by four bytes"),
    compute_probe("mla_i8_neon", Isa::neon, DType::i8, multiplies_to_16_bits, {Lane::i32, 16}, "chain_add_reg",
                  &cachebound_mla_i8_neon, "smull, smlal2 into 16 bits, sadalp into 32"),
    compute_probe("popcnt_b1_neon", Isa::neon, DType::b1, deferred_counts, {Lane::i16, 16}, "chain_add_reg",
                  &cachebound_popcnt_b1_neon, "and, cnt, add of bytes, widened every 31"),
    compute_probe("popcnt_b1_neon_eor", Isa::neon, DType::b1, deferred_counts, {Lane::i16, 16}, "chain_add_reg",
                  &cachebound_popcnt_b1_neon_eor, "eor, cnt, add of bytes, widened every 31"),
    compute_probe("popcnt_b1_neon_dotprod", Isa::neon_dotprod, DType::b1, wide_counts, {Lane::i32, 16}, "chain_add_reg",
                  &cachebound_popcnt_b1_neon_dotprod, "and, cnt, udot with ones"),
    swept(cachebound_fma_f32_sve_sweep,
          compute_probe("fma_f32_sve", Isa::sve, DType::f32, steps_of(2 * 4), {Lane::f32, 16}, "chain_add_reg",
                        &cachebound_fma_f32_sve, "24 chains of scalable FMA")),
    compute_probe("fma_f64_sve", Isa::sve, DType::f64, steps_of(2 * 2), {Lane::f64, 16}, "chain_add_reg",
                  &cachebound_fma_f64_sve, "24 chains of scalable FMA"),
    compute_probe("fma_f16_sve", Isa::sve, DType::f16, steps_of(2 * 8), {Lane::f16, 16}, "chain_add_reg",
                  &cachebound_fma_f16_sve, "24 chains of scalable FMA, f16 sums"),
    compute_probe("mmla_i8_sve_i8mm", Isa::sve_i8mm, DType::i8, steps_of(2 * 4 * 8), {Lane::i32, 16}, "chain_add_reg",
                  &cachebound_mmla_i8_sve_i8mm, "24 chains of scalable smmla"),
    compute_probe("dot_i8_sve", Isa::sve, DType::i8, steps_of(2 * 4 * 4), {Lane::i32, 16}, "chain_add_reg",
                  &cachebound_dot_i8_sve, "24 chains of scalable sdot"),
    compute_probe("mmla_bf16_sve_bf16", Isa::sve_bf16, DType::bf16, steps_of(2 * 4 * 4), {Lane::f32, 16},
                  "chain_add_reg", &cachebound_mmla_bf16_sve_bf16, "24 chains of scalable bfmmla"),
    compute_probe("dot_bf16_sve_bf16", Isa::sve_bf16, DType::bf16, steps_of(2 * 4 * 2), {Lane::f32, 16},
                  "chain_add_reg", &cachebound_dot_bf16_sve_bf16, "24 chains of scalable bfdot"),
    compute_probe("popcnt_b1_sve", Isa::sve, DType::b1, wide_counts, {Lane::i64, 16}, "chain_add_reg",
                  &cachebound_popcnt_b1_sve, "scalable and, cnt of 64 bits, add"),
    swept(cachebound_mopa_f32_sme_sweep,
          compute_probe("mopa_f32_sme", Isa::sme, DType::f32, products_into_s_tiles(2 * 4 * 4),
                        {Lane::f32, s_tile_bytes}, "chain_add_reg", &cachebound_mopa_f32_sme, "fmopa, 4 tiles")),
    swept(cachebound_mopa_f64_sme_f64f64_sweep,
          compute_probe("mopa_f64_sme_f64f64", Isa::sme_f64f64, DType::f64, products_into_d_tiles,
                        {Lane::f64, d_tile_bytes}, "chain_add_reg", &cachebound_mopa_f64_sme_f64f64,
                        "fmopa of f64, 8 tiles")),
    compute_probe("mopa_bf16_sme", Isa::sme, DType::bf16, products_into_s_tiles(2 * 4 * 4 * 2),
                  {Lane::f32, s_tile_bytes}, "chain_add_reg", &cachebound_mopa_bf16_sme, "bfmopa, 4 tiles of f32 sums"),
    compute_probe("mopa_f16_sme", Isa::sme, DType::f16, products_into_s_tiles(2 * 4 * 4 * 2), {Lane::f32, s_tile_bytes},
                  "chain_add_reg", &cachebound_mopa_f16_sme, "fmopa of f16, 4 tiles of f32 sums"),
    compute_probe("mopa_i8_sme", Isa::sme, DType::i8, products_into_s_tiles(2 * 4 * 4 * 4), {Lane::i32, s_tile_bytes},
                  "chain_add_reg", &cachebound_mopa_i8_sme, "smopa, 4 tiles"),
};

}  // namespace cachebound::probes
