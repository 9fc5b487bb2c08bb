// SPDX-License-Identifier: Apache-2.0
// Eigen, compiled for each instruction set of the architecture (eigen_<isa>.cpp).
#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <vector>

#include "operators/gemm/eigen_kernel.hpp"
#include "operators/gemm/libraries.hpp"
#include "operators/gemm/one_call_gemm.hpp"

namespace cachebound::operators::gemm {
namespace {

/// Widest first.
std::vector<EigenKernel> eigen_kernels() {
#if defined(__x86_64__)
  return {eigen_avx512_kernel(), eigen_avx2_kernel()};
#elif defined(__aarch64__)
  return {eigen_neon_kernel()};
#elif defined(__arm__)
  return {eigen_neon_vfpv4_kernel(), eigen_neon_kernel()};
#endif
}

std::string implementation_of(const EigenKernel& kernel) {
  const auto kibibytes = [&kernel](int level) { return kernel.cache_bytes(level) / 1024; };
  return fmt::format("Eigen {}.{}.{}; compiled for {}; blocks for caches of {}, {} and {} KiB", kernel.version[0],
                     kernel.version[1], kernel.version[2], kernel.instruction_sets(), kibibytes(1), kibibytes(2),
                     kibibytes(3));
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
PrepareOf<T> prepare_with(const EigenKernel& kernel, EigenMultiply<T> multiply) {
  return [kernel, multiply](GemmOperandsOf<T> operands, const TargetCore&) {
    return one_call_gemm(std::move(operands), isa_for<T>(kernel.isa), implementation_of(kernel),
                         [multiply](GemmOperandsOf<T>& x) {
                           const GemmShape& s = x.shape;
                           each_product(x, [&](const T* a, const T* b, T* c) {
                             multiply(s.m, s.n, s.k, a, s.transpose_a, b, s.transpose_b, c);
                           });
                         });
  };
}

BackendEntry entry_of(std::string name, const EigenKernel& kernel, const TargetCore& core, std::string_view what) {
  return {{.name = std::move(name),
           .unavailable = lacking(kernel.isa, core),
           .isa = kernel.isa,
           .summary = fmt::format("Eigen, {}: {}", what, to_string(kernel.isa)),
           .dtypes = f32_and_f64},
          prepare_with<float>(kernel, kernel.multiply),
          prepare_with<double>(kernel, kernel.multiply_f64)};
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
  const std::vector<EigenKernel> kernels = eigen_kernels();
  const auto widest =
      std::ranges::find_if(kernels, [&](const EigenKernel& each) { return contains(core.isas, each.isa); });
  std::vector<BackendEntry> entries;
  entries.push_back(widest != kernels.end()
                        ? entry_of("eigen", *widest, core, "widest set of the core")
                        : unavailable_entry("eigen", Isa::scalar,
                                            {Reason::not_supported_by_cpu,
                                             "this core has none of the vector sets that Eigen is compiled for here"}));
  for (const Isa isa : {Isa::avx512, Isa::avx2, Isa::neon_vfpv4, Isa::neon}) {
    std::string name = fmt::format("eigen-{}", to_string(isa));
    const auto built = std::ranges::find(kernels, isa, &EigenKernel::isa);
    entries.push_back(built != kernels.end() ? entry_of(std::move(name), *built, core, "forced set")
                                             : unavailable_entry(std::move(name), isa, of_another_architecture(isa)));
  }
  return entries;
}

}  // namespace cachebound::operators::gemm
