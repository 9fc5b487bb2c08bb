// SPDX-License-Identifier: Apache-2.0
// BLIS through its own interface: its cblas_sgemm has the name of everybody's.
#include <blis.h>
#include <fmt/format.h>

#include <vector>

#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"
#include "operators/libraries/library_team.hpp"

namespace cachebound::operators::gemm {
namespace {

/// Of the sub-configuration that BLIS chose by the core, or by BLIS_ARCH_TYPE in the environment. Its names:
/// frame/base/ bli_arch.c. The "generic" one is compiled C for the base set of the architecture.
Isa isa_of(arch_t arch) {
  switch (arch) {
    case BLIS_ARCH_SKX:
    case BLIS_ARCH_KNL:
      return Isa::avx512;
    case BLIS_ARCH_HASWELL:
    case BLIS_ARCH_ZEN:
    case BLIS_ARCH_ZEN2:
    case BLIS_ARCH_ZEN3:
      return Isa::avx2;
    case BLIS_ARCH_FIRESTORM:
    case BLIS_ARCH_THUNDERX2:
    case BLIS_ARCH_CORTEXA57:
    case BLIS_ARCH_CORTEXA53:
    case BLIS_ARCH_CORTEXA15:
    case BLIS_ARCH_CORTEXA9:
      return Isa::neon;
    case BLIS_ARCH_ARMSVE:
    case BLIS_ARCH_A64FX:
      return Isa::sve;
    default:
      return Isa::scalar;
  }
}

/// A transpose is to BLIS another pair of strides.
template <typename T, typename Gemm>
void multiply_with(GemmOperandsOf<T>& x, Gemm gemm) {
  const GemmShape& s = x.shape;
  const Steps of_a = steps_of_a(s);
  const Steps of_b = steps_of_b(s);
  T one{1};
  T zero{0};
  each_product(x, [&](T* a, T* b, T* c) {
    gemm(BLIS_NO_TRANSPOSE, BLIS_NO_TRANSPOSE, s.m, s.n, s.k, &one, a, of_a.row, of_a.column, b, of_b.row, of_b.column,
         &zero, c, s.n, 1);
  });
}
void multiply(GemmOperandsOf<float>& x) { multiply_with(x, &bli_sgemm); }
void multiply(GemmOperandsOf<double>& x) { multiply_with(x, &bli_dgemm); }

/// It says -1 where it was never told, and its serial flavour takes any number.
Status use_threads(int threads) {
  bli_thread_set_num_threads(threads);
  const auto kept = bli_thread_get_num_threads();
  if (kept == threads || (threads == 1 && kept < 1)) return std::nullopt;
  return Error{Reason::not_permitted,
               fmt::format("BLIS keeps to {} of the {} threads that were asked for", kept, threads)};
}

template <typename T>
struct Multiply {
  std::vector<int> cpus;

  Status enter(GemmOperandsOf<T>& x) {
    return enter_library(cpus, use_threads, [&x] { multiply(x); });
  }
  void operator()(GemmOperandsOf<T>& x) { multiply(x); }
};

template <typename T>
PreparedResult prepare_blis(GemmOperandsOf<T> operands, const TargetCore& core) {
  if (Status refused = use_threads(core.threads())) return *refused;
  const arch_t arch = bli_arch_query_id();
  return one_call_gemm(std::move(operands), isa_of(arch),
                       fmt::format("BLIS {}; {} kernels{}", bli_info_get_version_str(), bli_arch_string(arch),
                                   forced_by({"BLIS_ARCH_TYPE"})),
                       Multiply<T>{core.cpus});
}

}  // namespace

BackendEntry blis_entry(const TargetCore&) {
  const arch_t arch = bli_arch_query_id();
  return {{.name = "blis",
           .unavailable = std::nullopt,
           .isa = isa_of(arch),
           .summary = fmt::format("BLIS, bli_sgemm and bli_dgemm, {} kernels{}", bli_arch_string(arch),
                                  forced_by({"BLIS_ARCH_TYPE"})),
           .dtypes = f32_and_f64,
           // Threads of its own it makes anew in every call, on the caller's one cpu.
           .threading = bli_info_get_enable_openmp() ? "OpenMP" : ""},
          &prepare_blis<float>,
          &prepare_blis<double>};
}

}  // namespace cachebound::operators::gemm
