// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/entries.hpp"
#include "probes/x86_64/counts.h"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_fma_f32_avx2, cachebound_fma_f32_avx2_xmm, cachebound_fma_f32_avx2_ss,
    cachebound_fma_f32_avx512, cachebound_fma_f64_avx2, cachebound_fma_f64_avx512, cachebound_fma_f16_avx512_fp16,
    cachebound_mul_f32_avx2, cachebound_add_f32_avx2, cachebound_muladd_f32_avx2, cachebound_mul_f32_avx512,
    cachebound_add_f32_avx512, cachebound_muladd_f32_avx512, cachebound_mul_f64_avx2, cachebound_add_f64_avx2,
    cachebound_muladd_f64_avx2, cachebound_mul_f64_avx512, cachebound_add_f64_avx512, cachebound_muladd_f64_avx512,
    cachebound_dot_i8_avx2, cachebound_dot_i8_avx_vnni, cachebound_dot_i8_avx512_vnni, cachebound_dot_i8_amx_int8,
    cachebound_dot_bf16_avx512_bf16, cachebound_dot_bf16_amx_bf16, cachebound_popcnt_b1_avx2,
    cachebound_popcnt_b1_avx2_gpr, cachebound_popcnt_b1_avx512_vpopcntdq, cachebound_popcnt_b1_avx512_bitalg;

extern const KernelFn cachebound_fma_f32_avx2_sweep[KERNEL_YMM_SWEEP];
extern const KernelFn cachebound_fma_f64_avx2_sweep[KERNEL_YMM_SWEEP];
extern const KernelFn cachebound_fma_f32_avx512_sweep[KERNEL_ZMM_SWEEP];
extern const KernelFn cachebound_fma_f64_avx512_sweep[KERNEL_ZMM_SWEEP];
extern const KernelFn cachebound_dot_i8_avx512_vnni_sweep[KERNEL_ZMM_SWEEP];
extern const KernelFn cachebound_dot_bf16_avx512_bf16_sweep[KERNEL_ZMM_SWEEP];
}

// Clocks: the chain in the kernel's own power state. Multiplications and floating-point additions of 256 and 512 bits
// have a chain of multiply-adds of their width, logic of 512 bits has chain_add_avx512, tiles have theirs; narrower
// vectors, logic of 256 bits, loads and stores leave the clock as it is and have the scalar chain (docs/method.md,
// "Cycles without a counter").

/// 256 bits: `operations` per instruction.
constexpr Probe in_ymm(std::string_view id, Isa isa, DType dtype, int operations, Lane lane, KernelFn kernel,
                       std::string_view summary) {
  return compute_probe(id, isa, dtype, {KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, operations}, {lane, 32},
                       "chain_fma_avx2", kernel, summary);
}

/// 512 bits: `operations` per instruction.
constexpr Probe in_zmm(std::string_view id, Isa isa, DType dtype, int operations, Lane lane, KernelFn kernel,
                       std::string_view summary) {
  return compute_probe(id, isa, dtype, {KERNEL_ZMM_ACCUMULATORS, KERNEL_ZMM_UNROLL, operations}, {lane, 64},
                       "chain_fma_avx512", kernel, summary);
}

/// Tiles of 16 rows of 64 bytes: `operations` per instruction.
constexpr Probe in_tiles(std::string_view id, Isa isa, DType dtype, int operations, Lane lane, std::string_view chain,
                         KernelFn kernel, std::string_view summary) {
  return compute_probe(id, isa, dtype, {KERNEL_TILE_ACCUMULATORS, KERNEL_TILE_UNROLL, operations}, {lane, 1024}, chain,
                       kernel, summary);
}

/// Bits: a step is as many instructions as the instruction set needs, and two operations per bit.
constexpr Probe on_bits(std::string_view id, Isa isa, int steps, int bytes, std::string_view chain, KernelFn kernel,
                        std::string_view summary) {
  return compute_probe(id, isa, DType::b1, {KERNEL_BITS_CHAINS, steps, 2 * 8 * bytes}, {Lane::i64, bytes}, chain,
                       kernel, summary);
}

constexpr Probe gains(Gain gain, Probe probe) {
  probe.gain = gain;
  return probe;
}

constexpr Probe with_sweep(Sweep kernels, Probe probe) {
  probe.by_accumulators = kernels;
  return probe;
}

// Of forms of one type and width, the first is the one of the quick selection.

inline constexpr std::array f32_table{
    with_sweep(cachebound_fma_f32_avx2_sweep, in_ymm("fma_f32_avx2", Isa::avx2, DType::f32, 2 * 8, Lane::f32,
                                                     &cachebound_fma_f32_avx2, "12 chains of 256-bit FMA")),
    compute_probe("fma_f32_avx2_xmm", Isa::avx2, DType::f32, {KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, 2 * 4},
                  {Lane::f32, 16}, "chain_add_reg", &cachebound_fma_f32_avx2_xmm, "12 chains of 128-bit FMA"),
    compute_probe("fma_f32_avx2_ss", Isa::avx2, DType::f32, {KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, 2},
                  {Lane::f32, 4}, "chain_add_reg", &cachebound_fma_f32_avx2_ss, "12 chains of scalar FMA"),
    with_sweep(cachebound_fma_f32_avx512_sweep, in_zmm("fma_f32_avx512", Isa::avx512, DType::f32, 2 * 16, Lane::f32,
                                                       &cachebound_fma_f32_avx512, "24 chains of 512-bit FMA")),
    in_ymm("muladd_f32_avx2", Isa::avx2, DType::f32, 2 * 8, Lane::f32, &cachebound_muladd_f32_avx2,
           "256-bit multiplication and addition, separate"),
    gains(Gain::doublings, in_ymm("mul_f32_avx2", Isa::avx2, DType::f32, 8, Lane::f32, &cachebound_mul_f32_avx2,
                                  "256-bit multiplications")),
    gains(Gain::additions,
          in_ymm("add_f32_avx2", Isa::avx2, DType::f32, 8, Lane::f32, &cachebound_add_f32_avx2, "256-bit additions")),
    in_zmm("muladd_f32_avx512", Isa::avx512, DType::f32, 2 * 16, Lane::f32, &cachebound_muladd_f32_avx512,
           "512-bit multiplication and addition, separate"),
    gains(Gain::doublings, in_zmm("mul_f32_avx512", Isa::avx512, DType::f32, 16, Lane::f32, &cachebound_mul_f32_avx512,
                                  "512-bit multiplications")),
    gains(Gain::additions, in_zmm("add_f32_avx512", Isa::avx512, DType::f32, 16, Lane::f32, &cachebound_add_f32_avx512,
                                  "512-bit additions")),
};

inline constexpr std::array f64_table{
    with_sweep(cachebound_fma_f64_avx2_sweep, in_ymm("fma_f64_avx2", Isa::avx2, DType::f64, 2 * 4, Lane::f64,
                                                     &cachebound_fma_f64_avx2, "12 chains of 256-bit FMA")),
    with_sweep(cachebound_fma_f64_avx512_sweep, in_zmm("fma_f64_avx512", Isa::avx512, DType::f64, 2 * 8, Lane::f64,
                                                       &cachebound_fma_f64_avx512, "24 chains of 512-bit FMA")),
    in_ymm("muladd_f64_avx2", Isa::avx2, DType::f64, 2 * 4, Lane::f64, &cachebound_muladd_f64_avx2,
           "256-bit multiplication and addition, separate"),
    gains(Gain::doublings, in_ymm("mul_f64_avx2", Isa::avx2, DType::f64, 4, Lane::f64, &cachebound_mul_f64_avx2,
                                  "256-bit multiplications")),
    gains(Gain::additions,
          in_ymm("add_f64_avx2", Isa::avx2, DType::f64, 4, Lane::f64, &cachebound_add_f64_avx2, "256-bit additions")),
    in_zmm("muladd_f64_avx512", Isa::avx512, DType::f64, 2 * 8, Lane::f64, &cachebound_muladd_f64_avx512,
           "512-bit multiplication and addition, separate"),
    gains(Gain::doublings, in_zmm("mul_f64_avx512", Isa::avx512, DType::f64, 8, Lane::f64, &cachebound_mul_f64_avx512,
                                  "512-bit multiplications")),
    gains(Gain::additions, in_zmm("add_f64_avx512", Isa::avx512, DType::f64, 8, Lane::f64, &cachebound_add_f64_avx512,
                                  "512-bit additions")),
};

inline constexpr std::array narrow_table{
    in_zmm("fma_f16_avx512_fp16", Isa::avx512_fp16, DType::f16, 2 * 32, Lane::f16, &cachebound_fma_f16_avx512_fp16,
           "24 chains of 512-bit FMA, sums of f16"),
    in_tiles("dot_bf16_amx_bf16", Isa::amx_bf16, DType::bf16, 2 * 32 * 16 * 16, Lane::f32, "chain_add_amx_bf16",
             &cachebound_dot_bf16_amx_bf16, "tdpbf16ps, 6 tiles of sums"),
    with_sweep(cachebound_dot_bf16_avx512_bf16_sweep,
               in_zmm("dot_bf16_avx512_bf16", Isa::avx512_bf16, DType::bf16, 2 * 2 * 16, Lane::f32,
                      &cachebound_dot_bf16_avx512_bf16, "24 chains of 512-bit vdpbf16ps")),
    in_ymm("dot_i8_avx2", Isa::avx2, DType::i8, 2 * 4 * 8, Lane::i32, &cachebound_dot_i8_avx2,
           "vpmaddubsw, vpmaddwd, vpaddd"),
    compute_probe("dot_i8_avx_vnni", Isa::avx_vnni, DType::i8,
                  {KERNEL_VNNI_YMM_ACCUMULATORS, KERNEL_VNNI_YMM_UNROLL, 2 * 4 * 8}, {Lane::i32, 32}, "chain_fma_avx2",
                  &cachebound_dot_i8_avx_vnni, "14 chains of 256-bit vpdpbusd, VEX"),
    in_tiles("dot_i8_amx_int8", Isa::amx_int8, DType::i8, 2 * 64 * 16 * 16, Lane::i32, "chain_add_amx_int8",
             &cachebound_dot_i8_amx_int8, "tdpbusd, 6 tiles of sums"),
    with_sweep(cachebound_dot_i8_avx512_vnni_sweep,
               in_zmm("dot_i8_avx512_vnni", Isa::avx512_vnni, DType::i8, 2 * 4 * 16, Lane::i32,
                      &cachebound_dot_i8_avx512_vnni, "24 chains of 512-bit vpdpbusd")),
    on_bits("popcnt_b1_avx2", Isa::avx2, KERNEL_BYTE_STEPS, 32, "chain_add_reg", &cachebound_popcnt_b1_avx2,
            "vpand, counted by vpshufb, widened every 31 steps"),
    on_bits("popcnt_b1_avx2_gpr", Isa::avx2, KERNEL_WORD_STEPS, 8, "chain_add_reg", &cachebound_popcnt_b1_avx2_gpr,
            "and, popcnt, add of 64 bits"),
    on_bits("popcnt_b1_avx512_vpopcntdq", Isa::avx512_vpopcntdq, KERNEL_WIDE_WORD_STEPS, 64, "chain_add_avx512",
            &cachebound_popcnt_b1_avx512_vpopcntdq, "vpandq, vpopcntq, vpaddq"),
    on_bits("popcnt_b1_avx512_bitalg", Isa::avx512_bitalg, KERNEL_BYTE_STEPS, 64, "chain_add_avx512",
            &cachebound_popcnt_b1_avx512_bitalg, "vpandq, vpopcntb, vpaddb, widened every 31 steps"),
};

}  // namespace cachebound::probes
