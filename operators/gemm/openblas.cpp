// SPDX-License-Identifier: Apache-2.0
// OpenBLAS through CBLAS.
#include <cblas.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <array>
#include <string_view>
#include <vector>

#include "operators/float_buffer.hpp"
#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"
#include "operators/libraries/library_team.hpp"

namespace cachebound::operators::gemm {
namespace {

/// Of the kernels that OpenBLAS says it chose ("SkylakeX", "Haswell", "cortexa72"; another one with OPENBLAS_CORETYPE
/// in the environment); what it does not name is taken for the widest that the core has, since it chooses by the core.
Isa isa_of(std::string_view core_name, const TargetCore& core) {
  static constexpr std::array<std::string_view, 3> with_avx512{"SkylakeX", "Cooperlake", "SapphireRapids"};
  static constexpr std::array<std::string_view, 3> with_avx2{"Haswell", "Zen", "Excavator"};
  // 32-bit Arm: its sgemm is VFP code, never NEON (kernel/arm/KERNEL.ARMV6, KERNEL.ARMV7).
  static constexpr std::array<std::string_view, 4> without_vectors{"ARMV6", "ARMV7", "CORTEXA9", "CORTEXA15"};
  for (const std::string_view name : with_avx512) {
    if (core_name == name) return Isa::avx512;
  }
  for (const std::string_view name : with_avx2) {
    if (core_name == name) return Isa::avx2;
  }
  for (const std::string_view name : without_vectors) {
    if (core_name == name) return Isa::scalar;
  }
  return widest_isa(core);
}

std::string object_of(const void* symbol) {
  Dl_info info{};
  return dladdr(symbol, &info) != 0 && info.dli_fname != nullptr ? info.dli_fname : "an unknown object";
}

/// Every BLAS exports cblas_sgemm, and which one is called is the linker's choice: it must be the one that will be
/// named.
Status is_openblas() {
  const std::string named = object_of(reinterpret_cast<const void*>(&openblas_get_config));
  const std::string called = object_of(reinterpret_cast<const void*>(&cblas_sgemm));
  if (named == called) return std::nullopt;
  return Error{Reason::not_built, fmt::format("cblas_sgemm is that of {}, not of {}", called, named)};
}

/// What the first call maps (seen on x86-64, 0.3.21; assumed to be enough elsewhere). Where it is refused,
/// blas_memory_alloc asks again for ever.
constexpr std::size_t work_space_bytes = std::size_t{128} << 20U;

constexpr int sequential = 0;  // of openblas_get_parallel(): 1 threads of its own, 2 OpenMP

Status use_threads(int threads) {
  openblas_set_num_threads(threads);
  if (openblas_get_num_threads() == threads) return std::nullopt;
  return Error{Reason::not_permitted, fmt::format("OpenBLAS keeps to {} of the {} threads that were asked for",
                                                  openblas_get_num_threads(), threads)};
}

template <typename T, typename Gemm>
void multiply_with(GemmOperandsOf<T>& x, Gemm gemm) {
  const GemmShape& s = x.shape;
  const auto transpose = [](bool is) { return is ? CblasTrans : CblasNoTrans; };
  each_product(x, [&](const T* a, const T* b, T* c) {
    gemm(CblasRowMajor, transpose(s.transpose_a), transpose(s.transpose_b), s.m, s.n, s.k, T{1}, a,
         s.transpose_a ? s.m : s.k, b, s.transpose_b ? s.k : s.n, T{0}, c, s.n);
  });
}
void multiply(GemmOperandsOf<float>& x) { multiply_with(x, &cblas_sgemm); }
void multiply(GemmOperandsOf<double>& x) { multiply_with(x, &cblas_dgemm); }

template <typename T>
struct Multiply {
  std::vector<int> cpus;

  Status enter(GemmOperandsOf<T>& x) {
    return enter_library(cpus, use_threads, [&x] { multiply(x); });
  }
  void operator()(GemmOperandsOf<T>& x) { multiply(x); }
};

template <typename T>
PreparedResult prepare_openblas(GemmOperandsOf<T> operands, const TargetCore& core) {
  if (const Status other = is_openblas()) return *other;
  if (Status refused = can_be_mapped(work_space_bytes)) return *refused;
  if (Status refused = use_threads(core.threads())) return *refused;
  const std::string name = openblas_get_corename();
  return one_call_gemm(std::move(operands), isa_of(name, core),
                       fmt::format("{}; {} kernels{}", openblas_get_config(), name,
                                   forced_by({"OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"})),
                       Multiply<T>{core.cpus});
}

}  // namespace

BackendEntry openblas_entry(const TargetCore& core) {
  const std::string name = openblas_get_corename();
  return {{.name = "openblas",
           .unavailable = std::nullopt,
           .isa = isa_of(name, core),
           .summary = fmt::format("OpenBLAS, cblas_sgemm and cblas_dgemm, {} kernels{}", name,
                                  forced_by({"OPENBLAS_CORETYPE"})),
           .dtypes = f32_and_f64,
           .threading = openblas_get_parallel() == sequential ? "" : "openblas_set_num_threads"},
          &prepare_openblas<float>,
          &prepare_openblas<double>};
}

}  // namespace cachebound::operators::gemm
