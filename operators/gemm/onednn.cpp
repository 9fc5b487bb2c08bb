// SPDX-License-Identifier: Apache-2.0
// oneDNN's matmul primitive on plain row-major matrices. It says which of its implementations it took; on an Arm core
// without 512-bit SVE that is reference code.
#include <fmt/format.h>
#include <dnnl.hpp>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>

#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"

/// Of <omp.h>, which is the compiler's own: the front end of clang-tidy has none for GCC's library.
extern "C" void omp_set_num_threads(int threads);

namespace cachebound::operators::gemm {
namespace {

using Descriptor = dnnl::memory::desc;

Descriptor row_major(int rows, int columns) {
  return {{rows, columns}, dnnl::memory::data_type::f32, dnnl::memory::format_tag::ab};
}

dnnl::matmul::primitive_desc describe(const GemmShape& s, const dnnl::engine& engine) {
  const Descriptor a = row_major(s.m, s.k);
  const Descriptor b = row_major(s.k, s.n);
  const Descriptor c = row_major(s.m, s.n);
#if DNNL_VERSION_MAJOR >= 3
  return {engine, a, b, c};
#else
  return {dnnl::matmul::desc{a, b, c}, engine};
#endif
}

/// The widest set that oneDNN found and was not forbidden (ONEDNN_MAX_CPU_ISA). The names of these values are those of
/// x86-64; on Arm, where the same numbers mean other sets, it is not told.
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

/// The implementation's name tells its set ("brg:avx512_core"), or it is the sgemm ("gemm:jit"), which takes the widest
/// allowed; on an Arm core without 512-bit SVE that is C++ code compiled for the base set.
Isa isa_of(std::string_view implementation, const TargetCore& core) {
  for (const std::string_view text : {implementation, effective_isa()}) {
    for (const auto& [name, isa] : {std::pair{"sve", Isa::sve}, {"avx512", Isa::avx512}, {"avx2", Isa::avx2}}) {
      if (text.find(name) != std::string_view::npos) return isa;
    }
    if (text.starts_with("ref") || text == "sse41" || text == "avx") return Isa::scalar;
  }
  return widest_isa(core);
}

std::string allowed() { return effective_isa().empty() ? std::string{} : fmt::format("; allowed {}", effective_isa()); }

struct Multiply {
  dnnl::stream stream;
  dnnl::matmul primitive;
  std::unordered_map<int, dnnl::memory> arguments;

  void operator()(GemmOperands&) {
    primitive.execute(stream, arguments);
    stream.wait();
  }
};

PreparedResult prepare_onednn(GemmOperands operands, const TargetCore& core) {
  omp_set_num_threads(1);  // of the regions that this thread opens; oneDNN opens no others
  try {
    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    const auto description = describe(operands.shape, engine);
    const auto memory = [&engine](const Descriptor& of, float* data) { return dnnl::memory(of, engine, data); };
    Multiply multiply{.stream = dnnl::stream(engine),
                      .primitive = dnnl::matmul(description),
                      .arguments = {{DNNL_ARG_SRC, memory(description.src_desc(), operands.a.data())},
                                    {DNNL_ARG_WEIGHTS, memory(description.weights_desc(), operands.b.data())},
                                    {DNNL_ARG_DST, memory(description.dst_desc(), operands.c.data())}}};
    const std::string name = description.impl_info_str();
    const dnnl_version_t* version = dnnl_version();
    return one_call_gemm(
        std::move(operands), isa_of(name, core),
        fmt::format("oneDNN {}.{}.{}; matmul {}{}", version->major, version->minor, version->patch, name, allowed()),
        std::move(multiply));
  } catch (const dnnl::error& error) {
    return Error{Reason::not_supported_by_cpu, fmt::format("oneDNN refuses this product: {}", error.what())};
  }
}

}  // namespace

BackendEntry onednn_entry(const TargetCore& core) {
  return {{.name = "onednn",
           .unavailable = std::nullopt,
           .isa = isa_of("", core),
           .summary = fmt::format("oneDNN, matmul on plain matrices{}", allowed())},
          &prepare_onednn};
}

}  // namespace cachebound::operators::gemm
