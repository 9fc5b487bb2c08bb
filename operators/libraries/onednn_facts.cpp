// SPDX-License-Identifier: Apache-2.0
#include "operators/libraries/onednn_facts.hpp"

#include <fmt/format.h>
#include <dnnl.hpp>

#include <utility>

#include "operators/gemm/backend_entry.hpp"

/// Of <omp.h>, which is the compiler's own: the front end of clang-tidy has none for GCC's library.
extern "C" void omp_set_num_threads(int threads);
extern "C" int omp_get_max_threads();

namespace cachebound::operators {
namespace {

/// The names of these values are those of x86-64; on Arm, where the same numbers mean other sets, none is told.
std::string_view effective_isa() {
#if defined(__x86_64__)
  switch (dnnl_get_effective_cpu_isa()) {
    case dnnl_cpu_isa_sse41:
      return "sse41";
    case dnnl_cpu_isa_avx:
      return "avx";
    case dnnl_cpu_isa_avx2:
      return "avx2";
    case dnnl_cpu_isa_avx2_vnni:
      return "avx2_vnni";
    case dnnl_cpu_isa_avx512_core:
      return "avx512_core";
    case dnnl_cpu_isa_avx512_core_vnni:
      return "avx512_core_vnni";
    case dnnl_cpu_isa_avx512_core_bf16:
      return "avx512_core_bf16";
    case dnnl_cpu_isa_avx512_core_amx:
      return "avx512_core_amx";
    default:
      return "a newer set";
  }
#else
  return {};
#endif
}

}  // namespace

std::string onednn_version() {
  const dnnl_version_t* version = dnnl_version();
  return fmt::format("oneDNN {}.{}.{}", version->major, version->minor, version->patch);
}

std::string onednn_allowed() {
  return effective_isa().empty() ? std::string{} : fmt::format("; allowed {}", effective_isa());
}

Isa onednn_isa(std::string_view implementation, const TargetCore& core, DType dtype) {
  for (const std::string_view text : {implementation, effective_isa()}) {
    if (dtype == DType::bf16) {
      if (text.find("amx") != std::string_view::npos) return Isa::amx_bf16;
      if (text.find("bf16") != std::string_view::npos) return Isa::avx512_bf16;
    }
    for (const auto& [name, isa] : {std::pair{"sve", Isa::sve}, {"avx512", Isa::avx512}, {"avx2", Isa::avx2}}) {
      if (text.find(name) != std::string_view::npos) return isa;
    }
    if (text.starts_with("ref") || text == "sse41" || text == "avx") return Isa::scalar;
  }
  return gemm::widest_isa(core);
}

Status onednn_without_bf16() {
  if (effective_isa().starts_with("avx512") || effective_isa() == "a newer set") return std::nullopt;
  return Error{
      Reason::not_supported_by_cpu,
      fmt::format("{} has no bf16 on this core{}; it asks for AVX-512, on Arm for a build with Arm Compute Library",
                  onednn_version(), onednn_allowed())};
}

Status onednn_use_threads(int threads) {
  // 2.6.3 takes NCHW and NHWC of an image of one pixel, or of one channel, for the same problem, and gives the second the
  // kernel of the first, with weights in the second's order: a wrong result.
  dnnl_set_primitive_cache_capacity(0);
  omp_set_num_threads(threads);
  if (omp_get_max_threads() == threads) return std::nullopt;
  return Error{Reason::not_permitted, fmt::format("OpenMP keeps to {} of the {} threads that oneDNN was to have",
                                                  omp_get_max_threads(), threads)};
}

}  // namespace cachebound::operators
