// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/naive.hpp"

namespace cachebound::operators::gemm {
namespace {

template <typename T>
void three_loops(const GemmShape& shape, const T* a, const T* b, ResultOf<T>* c) {
  const std::size_t m = static_cast<std::size_t>(shape.m);
  const std::size_t n = static_cast<std::size_t>(shape.n);
  const std::size_t k = static_cast<std::size_t>(shape.k);
  const Steps x = steps_of_a(shape);
  const Steps y = steps_of_b(shape);
  for (std::size_t i = 0; i < m; ++i) {
    for (std::size_t j = 0; j < n; ++j) {
      ResultOf<T> sum{};
      const T* from_a = a + static_cast<std::ptrdiff_t>(i) * x.row;
      const T* from_b = b + static_cast<std::ptrdiff_t>(j) * y.column;
      for (std::size_t p = 0; p < k; ++p, from_a += x.column, from_b += y.row) sum += static_cast<ResultOf<T>>(*from_a) * static_cast<ResultOf<T>>(*from_b);
      c[i * n + j] = sum;
    }
  }
}

}  // namespace

void naive_gemm(const GemmShape& shape, const float* a, const float* b, float* c) { three_loops(shape, a, b, c); }
void naive_gemm(const GemmShape& shape, const double* a, const double* b, double* c) { three_loops(shape, a, b, c); }
void naive_gemm(const GemmShape& shape, const Half* a, const Half* b, Half* c) { three_loops(shape, a, b, c); }
void naive_gemm(const GemmShape& shape, const Bf16* a, const Bf16* b, float* c) { three_loops(shape, a, b, c); }

}  // namespace cachebound::operators::gemm
