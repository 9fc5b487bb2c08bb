// SPDX-License-Identifier: Apache-2.0
// Instruction sets that a probe or a kernel may require. Chosen at run time from CPUID or hwcaps, never by the build
// host; a probe whose set the host lacks is listed with that reason.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace cachebound {

enum class Isa : std::uint8_t {
  scalar,            ///< the base integer set of the architecture
  avx2,              ///< x86-64: AVX2 and FMA, with YMM state enabled by the OS
  avx_vnni,          ///< x86-64: 256-bit vpdpbusd in VEX encoding
  avx512,            ///< x86-64: AVX-512F/VL/DQ/BW, with ZMM state enabled by the OS
  avx512_vnni,       ///< x86-64: vpdpbusd, 8-bit products into 32-bit sums
  avx512_bf16,       ///< x86-64: vdpbf16ps
  avx512_fp16,       ///< x86-64: arithmetic on f16
  avx512_vpopcntdq,  ///< x86-64: population count of 32- and 64-bit lanes
  avx512_bitalg,     ///< x86-64: population count of 8- and 16-bit lanes
  amx_int8,          ///< x86-64: tiles of 8-bit integers, with tile state granted by the OS
  amx_bf16,          ///< x86-64: tiles of bf16
  neon,              ///< aarch64: ASIMD; arm: NEON
  neon_vfpv4,        ///< arm: NEON with fused multiply-add (VFPv4)
  neon_fp16,         ///< aarch64: FEAT_FP16, arithmetic on f16
  neon_fhm,          ///< aarch64: FEAT_FHM, f16 products into f32 sums
  neon_dotprod,      ///< aarch64: FEAT_DotProd
  neon_i8mm,         ///< aarch64: FEAT_I8MM
  neon_bf16,         ///< aarch64: FEAT_BF16
  sve,               ///< aarch64: FEAT_SVE, any vector length
  sve_i8mm,          ///< aarch64: SVE matrix multiply of 8-bit integers
  sve_bf16,          ///< aarch64: SVE bf16
  sme,               ///< aarch64: FEAT_SME, outer products into tiles in streaming mode; need not come with SVE
  sme_f64f64,        ///< aarch64: FEAT_SME_F64F64, outer products of f64
};

/// The spelling used in ids: avx2, avx512, neon, ...
std::string_view to_string(Isa isa);
std::optional<Isa> parse_isa(std::string_view text);

/// What one core offers; `scalar` is always a member.
using IsaSet = std::vector<Isa>;
bool contains(const IsaSet& set, Isa isa);

/// Register width of the set in bytes (scalar: 8 on 64-bit, 4 on arm; AMX: one row of a tile). SVE: the vector length
/// of this thread, SME: that of its streaming mode; 16 where this machine has no such set.
int vector_bytes(Isa isa);

/// True for the sets whose register width is known at run time only.
bool is_scalable(Isa isa);

/// SME: scalable, at the vector length of streaming mode, and its accumulators are square tiles of that side.
bool is_streaming(Isa isa);

}  // namespace cachebound
