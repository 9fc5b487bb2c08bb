// SPDX-License-Identifier: Apache-2.0
// Eigen, compiled for each instruction set of the architecture: for one thread (eigen_<isa>.cpp), and with OpenMP for
// teams (eigen_<isa>_openmp.cpp), so that a row of one thread is what Eigen is without it.
#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "operators/gemm/eigen_kernel.hpp"
#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"
#include "operators/libraries/library_team.hpp"

namespace cachebound::operators::gemm {
namespace {

/// Of one set.
struct EigenKernels {
  EigenKernel alone;
  EigenKernel team{};  ///< where the build has OpenMP
};

using KernelOf = EigenKernel();

template <KernelOf alone, KernelOf team>
EigenKernels of_set() {
  if constexpr (CACHEBOUND_EIGEN_OPENMP) {
    return {alone(), team()};
  } else {
    return {alone()};
  }
}

/// Widest first.
std::vector<EigenKernels> eigen_kernels() {
#if defined(__x86_64__)
  return {of_set<eigen_avx512_kernel, eigen_avx512_openmp_kernel>(),
          of_set<eigen_avx2_kernel, eigen_avx2_openmp_kernel>()};
#elif defined(__aarch64__)
  return {of_set<eigen_neon_kernel, eigen_neon_openmp_kernel>()};
#elif defined(__arm__)
  return {of_set<eigen_neon_vfpv4_kernel, eigen_neon_vfpv4_openmp_kernel>(),
          of_set<eigen_neon_kernel, eigen_neon_openmp_kernel>()};
#endif
}

std::string implementation_of(const EigenKernel& kernel) {
  const auto kibibytes = [&kernel](int level) { return kernel.cache_bytes(level) / 1024; };
  return fmt::format("Eigen {}.{}.{}; compiled for {}{}; blocks for caches of {}, {} and {} KiB", kernel.version[0],
                     kernel.version[1], kernel.version[2], kernel.instruction_sets(),
                     kernel.use_threads != nullptr ? " with OpenMP" : "", kibibytes(1), kibibytes(2), kibibytes(3));
}

/// 32-bit NEON has no f64: Eigen computes it in VFP code.
template <typename T>
Isa isa_for(Isa compiled) {
#if defined(__arm__)
  if (sizeof(T) == sizeof(double)) return Isa::scalar;
#endif
  return compiled;
}

template <typename T>
EigenMultiply<T> multiply_of(const EigenKernel& kernel) {
  if constexpr (sizeof(T) == sizeof(double)) {
    return kernel.multiply_f64;
  } else {
    return kernel.multiply;
  }
}

template <typename T>
struct Multiply {
  EigenMultiply<T> multiply = nullptr;
  int (*use_threads)(int threads) = nullptr;
  std::vector<int> cpus;

  Status enter(GemmOperandsOf<T>& x) {
    if (use_threads == nullptr) return std::nullopt;
    const auto use = [this](int threads) -> Status {
      const int kept = use_threads(threads);
      if (kept == threads) return std::nullopt;
      return Error{Reason::not_permitted,
                   fmt::format("Eigen keeps to {} of the {} threads that were asked for", kept, threads)};
    };
    return enter_library(cpus, use, [&] { (*this)(x); });
  }
  void operator()(GemmOperandsOf<T>& x) const {
    const GemmShape& s = x.shape;
    each_product(x,
                 [&](const T* a, const T* b, T* c) { multiply(s.m, s.n, s.k, a, s.transpose_a, b, s.transpose_b, c); });
  }
};

template <typename T>
PrepareOf<T> prepare_with(const EigenKernels& kernels) {
  return [kernels](GemmOperandsOf<T> operands, const TargetCore& core) {
    const EigenKernel& kernel = core.threads() > 1 ? kernels.team : kernels.alone;
    return one_call_gemm(std::move(operands), isa_for<T>(kernel.isa), implementation_of(kernel),
                         Multiply<T>{multiply_of<T>(kernel), kernel.use_threads, core.cpus});
  };
}

BackendEntry entry_of(std::string name, const EigenKernels& kernels, const TargetCore& core, std::string_view what) {
  const Isa isa = kernels.alone.isa;
  return {{.name = std::move(name),
           .unavailable = lacking(isa, core),
           .isa = isa,
           .summary = fmt::format("Eigen, {}: {}", what, to_string(isa)),
           .dtypes = f32_and_f64,
           .threading = kernels.team.use_threads != nullptr ? "Eigen::setNbThreads, OpenMP" : ""},
          prepare_with<float>(kernels),
          prepare_with<double>(kernels)};
}

BackendEntry unavailable_entry(std::string name, Isa isa, Error reason) {
  return {{.name = std::move(name),
           .unavailable = std::move(reason),
           .isa = isa,
           .summary = "Eigen, forced set",
           .dtypes = f32_and_f64}};
}

}  // namespace

std::vector<BackendEntry> eigen_entries(const TargetCore& core) {
  const std::vector<EigenKernels> kernels = eigen_kernels();
  const auto widest =
      std::ranges::find_if(kernels, [&](const EigenKernels& each) { return contains(core.isas, each.alone.isa); });
  std::vector<BackendEntry> entries;
  entries.push_back(widest != kernels.end()
                        ? entry_of("eigen", *widest, core, "widest set of the core")
                        : unavailable_entry("eigen", Isa::scalar,
                                            {Reason::not_supported_by_cpu,
                                             "this core has none of the vector sets that Eigen is compiled for here"}));
  for (const Isa isa : {Isa::avx512, Isa::avx2, Isa::neon_vfpv4, Isa::neon}) {
    std::string name = fmt::format("eigen-{}", to_string(isa));
    const auto built = std::ranges::find(kernels, isa, [](const EigenKernels& each) { return each.alone.isa; });
    entries.push_back(built != kernels.end() ? entry_of(std::move(name), *built, core, "forced set")
                                             : unavailable_entry(std::move(name), isa, of_another_architecture(isa)));
  }
  return entries;
}

}  // namespace cachebound::operators::gemm
