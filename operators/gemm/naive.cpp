// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/naive.hpp"

namespace cachebound::operators::gemm {

void naive_gemm(const GemmShape& shape, const float* a, const float* b, float* c) {
  const std::size_t m = static_cast<std::size_t>(shape.m);
  const std::size_t n = static_cast<std::size_t>(shape.n);
  const std::size_t k = static_cast<std::size_t>(shape.k);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      float sum = 0.0F;
      for (std::size_t p = 0; p < k; ++p) sum += a[i * k + p] * b[p * n + j];
      c[i * n + j] = sum;
    }
  }
}

}  // namespace cachebound::operators::gemm
