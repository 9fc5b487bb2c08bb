// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/backends.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "operators/gemm/libraries.hpp"
#include "operators/gemm/microkernel_table.hpp"
#include "operators/gemm/more_entries.hpp"
#include "operators/gemm/naive.hpp"
#include "operators/gemm/one_call_gemm.hpp"

namespace cachebound::operators::gemm {
namespace {

template <typename T>
PreparedResult prepare_naive(GemmOperandsOf<T> operands, const TargetCore&) {
  return one_call_gemm(std::move(operands), Isa::scalar, "three loops, scalar",
                       [](GemmOperandsOf<T>& x) {
                         each_product(x, [&](const T* a, const T* b, ResultOf<T>* c) { naive_gemm(x.shape, a, b, c); });
                       });
}

BackendEntry naive_entry() {
  return {{.name = "naive",
           .unavailable = std::nullopt,
           .isa = Isa::scalar,
           .summary = "the definition: three scalar loops",
           .dtypes = every_float},
          &prepare_naive<float>,
          &prepare_naive<double>,
          &prepare_naive<Half>,
          &prepare_naive<Bf16>};
}

BackendEntry not_built(std::string_view name, std::string_view library, std::vector<DType> dtypes = {DType::f32}) {
  return {{.name = std::string(name),
           .unavailable = Error{Reason::not_built, fmt::format("configured without {}", library)},
           .isa = Isa::scalar,
           .summary = std::string(library),
           .dtypes = std::move(dtypes)}};
}

void append(std::vector<BackendEntry>& entries, std::vector<BackendEntry> more) {
  std::ranges::move(more, std::back_inserter(entries));
}

/// The only place that knows which libraries were found. What is not there is not called, hence need not be linked.
void append_libraries(std::vector<BackendEntry>& entries, const TargetCore& core) {
  const auto add = [&entries](BackendEntry entry) { entries.push_back(std::move(entry)); };
  if constexpr (CACHEBOUND_HAVE_OPENBLAS) {
    add(openblas_entry(core));
  } else {
    add(not_built("openblas", "OpenBLAS", f32_and_f64));
  }
  if constexpr (CACHEBOUND_HAVE_BLIS) {
    add(blis_entry(core));
  } else {
    add(not_built("blis", "BLIS", f32_and_f64));
  }
  if constexpr (CACHEBOUND_HAVE_EIGEN) {
    append(entries, eigen_entries(core));
  } else {
    for (const char* name : {"eigen", "eigen-avx512", "eigen-avx2", "eigen-neon_vfpv4", "eigen-neon"}) {
      add(not_built(name, "Eigen", f32_and_f64));
    }
  }
  if constexpr (CACHEBOUND_HAVE_ONEDNN) {
    add(onednn_entry(core));
  } else {
    add(not_built("onednn", "oneDNN", {DType::f32, DType::bf16}));
  }
  if constexpr (CACHEBOUND_HAVE_XNNPACK) {
    add(xnnpack_entry(core));
  } else {
    add(not_built("xnnpack", "XNNPACK", {DType::f32, DType::f16}));
  }
  if constexpr (CACHEBOUND_HAVE_ACL) {
    add(acl_entry(core));
  } else {
    add(not_built("acl", "Arm Compute Library"));
  }
}

std::vector<BackendEntry> all_entries(const TargetCore& core) {
  std::vector<BackendEntry> entries;
  entries.push_back(naive_entry());
  append(entries, tiled_entries(core));
  append_libraries(entries, core);
  append(entries, more_entries(core));
  return entries;
}

}  // namespace

Status lacking(Isa isa, const TargetCore& core) {
  if (contains(core.isas, isa)) return std::nullopt;
  return Error{Reason::not_supported_by_cpu, fmt::format("this core has no {}", to_string(isa))};
}

Error of_another_architecture(Isa isa) {
  return {Reason::not_built, fmt::format("{} is of another architecture than this build", to_string(isa))};
}

Isa widest_isa(const TargetCore& core) {
  for (const MicroKernelTable& table : all_kernels()) {
    if (contains(core.isas, table.first->isa)) return table.first->isa;
  }
  return Isa::scalar;
}

std::vector<Backend> backends(const TargetCore& core) {
  std::vector<Backend> list;
  for (BackendEntry& entry : all_entries(core)) list.push_back(std::move(entry.backend));
  return list;
}

namespace {

template <typename T>
PreparedResult prepare_with(const PrepareOf<T>& prepare, const GemmShape& shape, std::uint64_t seed,
                            const TargetCore& core) {
  auto operands = make_operands<T>(shape, seed);
  if (!operands) return operands.error();
  return prepare(std::move(operands).value(), core);
}

}  // namespace

PreparedResult prepare(std::string_view name, const GemmShape& shape, DType dtype, std::uint64_t seed,
                       const TargetCore& core) {
  for (const BackendEntry& entry : all_entries(core)) {
    if (entry.backend.name != name) continue;
    if (entry.backend.unavailable) return *entry.backend.unavailable;
    if (dtype == DType::f64) return prepare_with<double>(entry.prepare_f64, shape, seed, core);
    if (dtype == DType::bf16) return prepare_with<Bf16>(entry.prepare_bf16, shape, seed, core);
    if (dtype == DType::f16) return prepare_with<Half>(entry.prepare_f16, shape, seed, core);
    return prepare_with<float>(entry.prepare, shape, seed, core);
  }
  return Error{Reason::not_found, fmt::format("there is no GEMM backend '{}'", name)};
}

}  // namespace cachebound::operators::gemm
