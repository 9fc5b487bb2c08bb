// SPDX-License-Identifier: Apache-2.0
#include "microbench/isa.hpp"

#include <algorithm>
#include <array>

#if defined(__aarch64__)
#include <sys/prctl.h>
#endif

namespace cachebound {
namespace {

struct IsaFacts {
  Isa isa;
  std::string_view name;
  int vector_bytes;
};

constexpr std::array facts{
    IsaFacts{Isa::scalar, "scalar", sizeof(void*)},
    IsaFacts{Isa::avx2, "avx2", 32},
    IsaFacts{Isa::avx_vnni, "avx_vnni", 32},
    IsaFacts{Isa::avx512, "avx512", 64},
    IsaFacts{Isa::avx512_vnni, "avx512_vnni", 64},
    IsaFacts{Isa::avx512_bf16, "avx512_bf16", 64},
    IsaFacts{Isa::avx512_fp16, "avx512_fp16", 64},
    IsaFacts{Isa::avx512_vpopcntdq, "avx512_vpopcntdq", 64},
    IsaFacts{Isa::avx512_bitalg, "avx512_bitalg", 64},
    IsaFacts{Isa::amx_int8, "amx_int8", 64},
    IsaFacts{Isa::amx_bf16, "amx_bf16", 64},
    IsaFacts{Isa::neon, "neon", 16},
    IsaFacts{Isa::neon_vfpv4, "neon_vfpv4", 16},
    IsaFacts{Isa::neon_fp16, "neon_fp16", 16},
    IsaFacts{Isa::neon_fhm, "neon_fhm", 16},
    IsaFacts{Isa::neon_dotprod, "neon_dotprod", 16},
    IsaFacts{Isa::neon_i8mm, "neon_i8mm", 16},
    IsaFacts{Isa::neon_bf16, "neon_bf16", 16},
    IsaFacts{Isa::sve, "sve", 16},
    IsaFacts{Isa::sve_i8mm, "sve_i8mm", 16},
    IsaFacts{Isa::sve_bf16, "sve_bf16", 16},
    IsaFacts{Isa::sme, "sme", 16},
    IsaFacts{Isa::sme_f64f64, "sme_f64f64", 16},
};

/// Linux grows vectors by prctl only: the length is asked once.
int scalable_vector_bytes() {
#if defined(__aarch64__)
  static const int bytes = [] {
    const int granted = ::prctl(PR_SVE_GET_VL);
    return granted > 0 ? granted & PR_SVE_VL_LEN_MASK : 16;
  }();
  return bytes;
#else
  return 16;
#endif
}

/// The vector length of streaming mode: set apart from that of SVE, and asked apart.
int streaming_vector_bytes() {
#if defined(__aarch64__)
  static const int bytes = [] {
    const int granted = ::prctl(PR_SME_GET_VL);
    return granted > 0 ? granted & PR_SME_VL_LEN_MASK : 16;
  }();
  return bytes;
#else
  return 16;
#endif
}

}  // namespace

std::string_view to_string(Isa isa) {
  for (const auto& entry : facts) {
    if (entry.isa == isa) return entry.name;
  }
  return "unknown";
}

std::optional<Isa> parse_isa(std::string_view text) {
  for (const auto& entry : facts) {
    if (entry.name == text) return entry.isa;
  }
  return std::nullopt;
}

bool contains(const IsaSet& set, Isa isa) { return std::find(set.begin(), set.end(), isa) != set.end(); }

bool is_scalable(Isa isa) {
  return isa == Isa::sve || isa == Isa::sve_i8mm || isa == Isa::sve_bf16 || is_streaming(isa);
}

bool is_streaming(Isa isa) { return isa == Isa::sme || isa == Isa::sme_f64f64; }

int vector_bytes(Isa isa) {
  if (is_streaming(isa)) return streaming_vector_bytes();
  if (is_scalable(isa)) return scalable_vector_bytes();
  for (const auto& entry : facts) {
    if (entry.isa == isa) return entry.vector_bytes;
  }
  return 0;
}

}  // namespace cachebound
