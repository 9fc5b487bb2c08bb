// SPDX-License-Identifier: Apache-2.0
// Included only by the eigen_<isa>.cpp and eigen_<isa>_openmp.cpp files. Each is compiled for its own instruction set and has first renamed
// Eigen's namespace: the same inline functions compiled for two sets would otherwise be one to the linker, which keeps
// whichever it meets first. Nothing but Eigen is included here, and its assertions are off, so that no inline function
// of anything else is emitted for a set that not every core has (eigen_symbols_test looks).
#pragma once

#define EIGEN_NO_DEBUG
#if !defined(_OPENMP)
#define EIGEN_DONT_PARALLELIZE
#endif
#include <Eigen/Core>

#include "operators/gemm/eigen_kernel.hpp"

namespace cachebound::operators::gemm {
namespace {

std::ptrdiff_t eigen_cache_bytes(int level) {
  return level == 1 ? Eigen::l1CacheSize() : level == 2 ? Eigen::l2CacheSize() : Eigen::l3CacheSize();
}

/// noalias: without it Eigen computes into a temporary and copies.
template <typename T, int order_a, int order_b>
void eigen_multiply_in_order(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, const T* a, const T* b, T* c) {
  using A = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, order_a>;
  using B = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, order_b>;
  Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>> result(c, m, n);
  result.noalias() = Eigen::Map<const A>(a, m, k) * Eigen::Map<const B>(b, k, n);
}

/// What is stored as its transpose is column-major to Eigen.
template <typename T>
void eigen_multiply(std::ptrdiff_t m, std::ptrdiff_t n, std::ptrdiff_t k, const T* a, bool transpose_a, const T* b,
                    bool transpose_b, T* c) {
  constexpr int row = Eigen::RowMajor;
  constexpr int column = Eigen::ColMajor;
  if (transpose_a) {
    transpose_b ? eigen_multiply_in_order<T, column, column>(m, n, k, a, b, c)
                : eigen_multiply_in_order<T, column, row>(m, n, k, a, b, c);
  } else {
    transpose_b ? eigen_multiply_in_order<T, row, column>(m, n, k, a, b, c)
                : eigen_multiply_in_order<T, row, row>(m, n, k, a, b, c);
  }
}

#if defined(_OPENMP)
int eigen_use_threads(int threads) {
  Eigen::setNbThreads(threads);
  return Eigen::nbThreads();
}
#else
constexpr int (*eigen_use_threads)(int) = nullptr;
#endif

constexpr EigenKernel eigen_kernel(Isa isa) {
  return {.isa = isa,
          .version = {EIGEN_WORLD_VERSION, EIGEN_MAJOR_VERSION, EIGEN_MINOR_VERSION},
          .instruction_sets = &Eigen::SimdInstructionSetsInUse,
          .cache_bytes = &eigen_cache_bytes,
          .use_threads = eigen_use_threads,
          .multiply = &eigen_multiply<float>,
          .multiply_f64 = &eigen_multiply<double>};
}

}  // namespace
}  // namespace cachebound::operators::gemm
