// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/reference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <span>
#include <type_traits>

#include "operators/gemm/gemm_operands.hpp"

namespace cachebound::operators::gemm {
namespace {

/// One row of the result, with the sum of the magnitudes of each element's products.
struct RowSums {
  std::vector<double> sum;
  std::vector<double> lost;  ///< by rounding; f64 only
  std::vector<double> magnitude;
};

void add_f32(RowSums& row, double x, const float* b) {
  for (std::size_t j = 0; j < row.sum.size(); ++j) {
    const double product = x * static_cast<double>(b[j]);
    row.sum[j] += product;
    row.magnitude[j] += std::abs(product);
  }
}

/// Knuth's two-sum gives what an addition loses, exactly.
void add_f64(RowSums& row, double x, const double* b) {
  for (std::size_t j = 0; j < row.sum.size(); ++j) {
    const double product = x * b[j];
    const double before = row.sum[j];
    const double after = before + product;
    const double added = after - before;
    row.lost[j] += (before - (after - added)) + (product - added);
    row.sum[j] = after;
    row.magnitude[j] += std::abs(product);
  }
}

}  // namespace

template <typename T>
Expected reference(const GemmShape& shape, std::uint64_t seed, double limit) {
  std::vector<T> a(elements(shape.m, shape.k));
  std::vector<T> b(elements(shape.k, shape.n));
  fill_a(std::span<T>(a), seed);
  fill_b(std::span<T>(b), seed);
  const auto n = static_cast<std::size_t>(shape.n);
  const auto k = static_cast<std::size_t>(shape.k);
  const double unit = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2.0;
  const double flushed = static_cast<double>(std::numeric_limits<T>::min());
  RowSums sums{.sum = std::vector<double>(n), .lost = std::vector<double>(n), .magnitude = std::vector<double>(n)};
  Expected expected;
  const double per_row = static_cast<double>(shape.n) * shape.k;
  for (const std::int64_t row : sampled_rows(shape.m, per_row, seed, limit)) {
    for (std::vector<double>* each : {&sums.sum, &sums.lost, &sums.magnitude}) std::ranges::fill(*each, 0.0);
    const auto i = static_cast<std::size_t>(row);
    for (std::size_t p = 0; p < k; ++p) {
      if constexpr (std::is_same_v<T, float>) {
        add_f32(sums, a[i * k + p], &b[p * n]);
      } else {
        add_f64(sums, a[i * k + p], &b[p * n]);
      }
    }
    for (std::size_t j = 0; j < n; ++j) {
      expected.index.push_back(i * n + j);
      expected.value.push_back(sums.sum[j] + sums.lost[j]);
      expected.tolerance.push_back(2.0 * shape.k * unit * sums.magnitude[j] + shape.k * flushed);
    }
  }
  return expected;
}

template Expected reference<float>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<double>(const GemmShape& shape, std::uint64_t seed, double limit);

}  // namespace cachebound::operators::gemm
