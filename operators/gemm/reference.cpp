// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/reference.hpp"

#include <algorithm>
#include <cmath>

#include "operators/gemm/gemm_operands.hpp"

namespace cachebound::operators::gemm {
Expected reference(const GemmShape& shape, std::uint64_t seed, double limit) {
  std::vector<float> a(elements(shape.m, shape.k));
  std::vector<float> b(elements(shape.k, shape.n));
  fill_a(a, seed);
  fill_b(b, seed);
  const auto n = static_cast<std::size_t>(shape.n);
  const auto k = static_cast<std::size_t>(shape.k);
  const double unit = std::ldexp(1.0, -24);
  std::vector<double> sum(n);
  std::vector<double> magnitude(n);
  Expected expected;
  const double per_row = static_cast<double>(shape.n) * shape.k;
  for (const std::int64_t row : sampled_rows(shape.m, per_row, seed, limit)) {
    std::ranges::fill(sum, 0.0);
    std::ranges::fill(magnitude, 0.0);
    const auto i = static_cast<std::size_t>(row);
    for (std::size_t p = 0; p < k; ++p) {
      const double x = a[i * k + p];
      for (std::size_t j = 0; j < n; ++j) {
        const double product = x * static_cast<double>(b[p * n + j]);
        sum[j] += product;
        magnitude[j] += std::abs(product);
      }
    }
    for (std::size_t j = 0; j < n; ++j) {
      expected.index.push_back(i * n + j);
      expected.value.push_back(sum[j]);
      expected.tolerance.push_back(2.0 * shape.k * unit * magnitude[j] + shape.k * std::ldexp(1.0, -126));
    }
  }
  return expected;
}

}  // namespace cachebound::operators::gemm
