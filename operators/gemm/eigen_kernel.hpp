// SPDX-License-Identifier: Apache-2.0
// Eigen's product as compiled for one instruction set. Plain functions and no library type, for the same reason as in
// microkernel.hpp.
#pragma once

#include <cstddef>

#include "microbench/isa.hpp"

namespace cachebound::operators::gemm {

/// C[m,n] = A[m,k] B[k,n], row-major; an operand may be stored as its transpose.
template <typename T>
using EigenMultiply = void (*)(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, const T* a, bool transpose_a,
                               const T* b, bool transpose_b, T* c);

struct EigenKernel {
  Isa isa = Isa::scalar;
  int version[3] = {};
  const char* (*instruction_sets)() = nullptr;         ///< in Eigen's own words
  std::ptrdiff_t (*cache_bytes)(int level) = nullptr;  ///< of L1 to L3, what Eigen takes them for
  int (*use_threads)(int threads) = nullptr;           ///< returns how many it keeps to; null: compiled for one
  EigenMultiply<float> multiply = nullptr;
  EigenMultiply<double> multiply_f64 = nullptr;
};

// Those of this build's architecture, for one thread; and the same compiled with OpenMP, where the build has it.
#if defined(__x86_64__)
EigenKernel eigen_avx512_kernel();
EigenKernel eigen_avx512_openmp_kernel();
EigenKernel eigen_avx2_kernel();
EigenKernel eigen_avx2_openmp_kernel();
#elif defined(__aarch64__)
EigenKernel eigen_neon_kernel();
EigenKernel eigen_neon_openmp_kernel();
#elif defined(__arm__)
EigenKernel eigen_neon_vfpv4_kernel();
EigenKernel eigen_neon_vfpv4_openmp_kernel();
EigenKernel eigen_neon_kernel();
EigenKernel eigen_neon_openmp_kernel();
#endif

}  // namespace cachebound::operators::gemm
