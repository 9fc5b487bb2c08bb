// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/arm/counts.h"
#include "probes/entries.hpp"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_fma_f32_neon_vfpv4, cachebound_mla_f32_neon, cachebound_mla_f32_neon_lane,
    cachebound_fma_f32_neon_vfpv4_d, cachebound_fma_f32_neon_vfpv4_scalar, cachebound_muladd_f32_neon,
    cachebound_mul_f32_neon, cachebound_add_f32_neon, cachebound_fma_f64_neon_vfpv4, cachebound_mla_f64_neon,
    cachebound_mla_i8_neon, cachebound_popcnt_b1_neon, cachebound_popcnt_b1_neon_eor;
extern const KernelFn cachebound_sweep_fma_f32_neon_vfpv4[KERNEL_ARM_SWEEP_LENGTH];
extern const KernelFn cachebound_sweep_mla_f32_neon[KERNEL_ARM_SWEEP_LENGTH];
}

/// Accumulators in 128-bit registers, or in 64-bit and narrower ones.
constexpr ComputeShape q_registers(int operations) { return {KERNEL_ARM_Q_CHAINS, KERNEL_ARM_Q_UNROLL, operations}; }
constexpr ComputeShape d_registers(int operations) { return {KERNEL_ARM_D_CHAINS, KERNEL_ARM_D_UNROLL, operations}; }

/// 31 counts of 128 bits in each sum of bytes.
inline constexpr ComputeShape bit_counts{
    KERNEL_ARM_POPCNT_CHAINS, KERNEL_ARM_POPCNT_DEFERRED* KERNEL_ARM_POPCNT_BYTE_SUMS / KERNEL_ARM_POPCNT_CHAINS,
    2 * 128};

/// There is no chain in vector width here: the scalar one normalises all.
constexpr Probe arm_compute_probe(std::string_view id, Isa isa, DType dtype, ComputeShape shape,
                                  Accumulator accumulator, KernelFn kernel, std::string_view summary) {
  return compute_probe(id, isa, dtype, shape, accumulator, "chain_add_reg", kernel, summary);
}

constexpr Probe swept(Probe probe, Sweep by_accumulators) {
  probe.by_accumulators = by_accumulators;
  return probe;
}

constexpr Probe gaining(Probe probe, Gain gain) {
  probe.gain = gain;
  return probe;
}

inline constexpr std::array compute_table{
    swept(arm_compute_probe("fma_f32_neon_vfpv4", Isa::neon_vfpv4, DType::f32, q_registers(2 * 4), {Lane::f32, 16},
                            &cachebound_fma_f32_neon_vfpv4, "14 chains of 128-bit fused multiply-add"),
          cachebound_sweep_fma_f32_neon_vfpv4),
    swept(arm_compute_probe("mla_f32_neon", Isa::neon, DType::f32, q_registers(2 * 4), {Lane::f32, 16},
                            &cachebound_mla_f32_neon, "14 chains of 128-bit multiply-add, rounded twice"),
          cachebound_sweep_mla_f32_neon),
    arm_compute_probe("mla_f32_neon_lane", Isa::neon, DType::f32, q_registers(2 * 4), {Lane::f32, 16},
                      &cachebound_mla_f32_neon_lane, "14 chains of 128-bit multiply-add by a lane, rounded twice"),
    arm_compute_probe("fma_f32_neon_vfpv4_d", Isa::neon_vfpv4, DType::f32, d_registers(2 * 2), {Lane::f32, 8},
                      &cachebound_fma_f32_neon_vfpv4_d, "28 chains of 64-bit fused multiply-add"),
    arm_compute_probe("fma_f32_neon_vfpv4_scalar", Isa::neon_vfpv4, DType::f32, d_registers(2), {Lane::f32, 4},
                      &cachebound_fma_f32_neon_vfpv4_scalar, "28 chains of scalar fused multiply-add"),
    arm_compute_probe("muladd_f32_neon", Isa::neon, DType::f32,
                      {KERNEL_ARM_MULADD_CHAINS, KERNEL_ARM_MULADD_UNROLL, 2 * 4}, {Lane::f32, 16},
                      &cachebound_muladd_f32_neon, "128-bit multiplications and additions, as many of each"),
    gaining(arm_compute_probe("mul_f32_neon", Isa::neon, DType::f32, q_registers(4), {Lane::f32, 16},
                              &cachebound_mul_f32_neon, "14 chains of 128-bit multiplication"),
            Gain::doublings),
    gaining(arm_compute_probe("add_f32_neon", Isa::neon, DType::f32, q_registers(4), {Lane::f32, 16},
                              &cachebound_add_f32_neon, "14 chains of 128-bit addition"),
            Gain::additions),
    arm_compute_probe("fma_f64_neon_vfpv4", Isa::neon_vfpv4, DType::f64, d_registers(2), {Lane::f64, 8},
                      &cachebound_fma_f64_neon_vfpv4,
                      "28 chains of scalar fused multiply-add: NEON has no f64 vectors here"),
    arm_compute_probe("mla_f64_neon", Isa::neon, DType::f64, d_registers(2), {Lane::f64, 8}, &cachebound_mla_f64_neon,
                      "28 chains of scalar multiply-add, rounded twice"),
    arm_compute_probe("mla_i8_neon", Isa::neon, DType::i8, {KERNEL_ARM_MLA_I8_CHAINS, KERNEL_ARM_MLA_I8_UNROLL, 2 * 16},
                      {Lane::i32, 16}, &cachebound_mla_i8_neon,
                      "vmull and vmlal to 16-bit sums, added pairwise to 32 bits"),
    arm_compute_probe("popcnt_b1_neon", Isa::neon, DType::b1, bit_counts, {Lane::i32, 16}, &cachebound_popcnt_b1_neon,
                      "and, count of each byte, sum; widened after 31 counts"),
    arm_compute_probe("popcnt_b1_neon_eor", Isa::neon, DType::b1, bit_counts, {Lane::i32, 16},
                      &cachebound_popcnt_b1_neon_eor, "exclusive or, count of each byte, sum; widened after 31 counts"),
};

}  // namespace cachebound::probes
