// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/naive.hpp"

namespace cachebound::operators::gemm {
namespace {

template <typename T>
void three_loops(const GemmShape& shape, const T* a, const T* b, T* c) {
  const std::size_t m = static_cast<std::size_t>(shape.m);
  const std::size_t n = static_cast<std::size_t>(shape.n);
  const std::size_t k = static_cast<std::size_t>(shape.k);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      T sum{};
      for (std::size_t p = 0; p < k; ++p) sum += a[i * k + p] * b[p * n + j];
      c[i * n + j] = sum;
    }
  }
}

}  // namespace

void naive_gemm(const GemmShape& shape, const float* a, const float* b, float* c) { three_loops(shape, a, b, c); }
void naive_gemm(const GemmShape& shape, const double* a, const double* b, double* c) { three_loops(shape, a, b, c); }

}  // namespace cachebound::operators::gemm
