// SPDX-License-Identifier: Apache-2.0
// oneDNN's matmul primitive on plain row-major matrices. It says which of its implementations it took; on an Arm core
// without 512-bit SVE that is reference code.
#include <fmt/format.h>
#include <dnnl.hpp>

#include <memory>
#include <string>
#include <type_traits>
#include <unordered_map>
#include <vector>

#include "operators/element_type.hpp"
#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"
#include "operators/libraries/library_team.hpp"
#include "operators/libraries/onednn_facts.hpp"

namespace cachebound::operators::gemm {
namespace {

using Descriptor = dnnl::memory::desc;

/// Of one product a matrix, of a batch three dimensions.
Descriptor matrix(int batch, int rows, int columns, Steps steps, dnnl::memory::data_type type) {
  dnnl::memory::dims sizes{rows, columns};
  dnnl::memory::dims strides{steps.row, steps.column};
  if (batch > 1) {
    sizes.insert(sizes.begin(), batch);
    strides.insert(strides.begin(), dnnl::memory::dim{rows} * columns);
  }
  return {sizes, type, strides};
}

template <typename T>
constexpr auto type_of = dnnl::memory::data_type::f32;
template <>
constexpr auto type_of<Bf16> = dnnl::memory::data_type::bf16;

template <typename T>
dnnl::matmul::primitive_desc describe(const GemmShape& s, const dnnl::engine& engine) {
  const Descriptor a = matrix(s.batch, s.m, s.k, steps_of_a(s), type_of<T>);
  const Descriptor b = matrix(s.batch, s.k, s.n, steps_of_b(s), type_of<T>);
  const Descriptor c = matrix(s.batch, s.m, s.n, {s.n, 1}, type_of<ResultOf<T>>);
#if DNNL_VERSION_MAJOR >= 3
  return {engine, a, b, c};
#else
  return {dnnl::matmul::desc{a, b, c}, engine};
#endif
}

template <typename T>
struct Multiply {
  dnnl::stream stream;
  dnnl::matmul primitive;
  std::unordered_map<int, dnnl::memory> arguments;
  std::vector<int> cpus{};

  Status enter(GemmOperandsOf<T>& x) {
    return enter_library(cpus, onednn_use_threads, [&] { (*this)(x); });
  }
  void operator()(GemmOperandsOf<T>&) {
    primitive.execute(stream, arguments);
    stream.wait();
  }
};

template <typename T>
PreparedResult prepare_onednn(GemmOperandsOf<T> operands, const TargetCore& core) {
  if (Status refused = onednn_use_threads(core.threads())) return *refused;
  try {
    const dnnl::engine engine(dnnl::engine::kind::cpu, 0);
    const auto description = describe<T>(operands.shape, engine);
    const auto memory = [&engine](const Descriptor& of, void* data) { return dnnl::memory(of, engine, data); };
    Multiply<T> multiply{.stream = dnnl::stream(engine),
                         .primitive = dnnl::matmul(description),
                         .arguments = {{DNNL_ARG_SRC, memory(description.src_desc(), operands.a.data())},
                                       {DNNL_ARG_WEIGHTS, memory(description.weights_desc(), operands.b.data())},
                                       {DNNL_ARG_DST, memory(description.dst_desc(), operands.c.data())}},
                         .cpus = core.cpus};
    const std::string name = description.impl_info_str();
    return one_call_gemm(std::move(operands), onednn_isa(name, core, ElementType<T>::dtype),
                         fmt::format("{}; matmul {}{}", onednn_version(), name, onednn_allowed()), std::move(multiply));
  } catch (const dnnl::error& error) {
    if constexpr (std::is_same_v<T, Bf16>) {
      if (const Status refused = onednn_without_bf16()) return *refused;
    }
    return Error{Reason::not_supported_by_cpu, fmt::format("oneDNN refuses this product: {}", error.what())};
  }
}

}  // namespace

BackendEntry onednn_entry(const TargetCore& core) {
  return {{.name = "onednn",
           .unavailable = std::nullopt,
           .isa = onednn_isa("", core),
           .summary = fmt::format("oneDNN, matmul on plain matrices{}", onednn_allowed()),
           .dtypes = {DType::f32, DType::bf16},
           .threading = "OpenMP"},
          &prepare_onednn<float>,
          {},
          {},
          &prepare_onednn<Bf16>};
}

}  // namespace cachebound::operators::gemm
