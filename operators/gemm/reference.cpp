// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/reference.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <type_traits>

#include "operators/gemm/gemm_operands.hpp"
#include "operators/numbers.hpp"

namespace cachebound::operators::gemm {
namespace {

/// One row of the result, with the sum of the magnitudes of each element's products.
struct RowSums {
  std::vector<double> sum;
  std::vector<double> lost;  ///< by rounding; f64 only
  std::vector<double> magnitude;
  std::vector<double> squares;
};

/// Of float, or of Half.
template <typename T>
void add_narrow(RowSums& row, double x, const T* b, std::size_t step) {
  for (std::size_t j = 0; j < row.sum.size(); ++j) {
    const double product = x * static_cast<double>(b[j * step]);
    row.sum[j] += product;
    row.magnitude[j] += std::abs(product);
    row.squares[j] += product * product;
  }
}

/// Knuth's two-sum gives what an addition loses, exactly.
void add_f64(RowSums& row, double x, const double* b, std::size_t step) {
  for (std::size_t j = 0; j < row.sum.size(); ++j) {
    const double product = x * b[j * step];
    const double before = row.sum[j];
    const double after = before + product;
    const double added = after - before;
    row.lost[j] += (before - (after - added)) + (product - added);
    row.sum[j] = after;
    row.magnitude[j] += std::abs(product);
    row.squares[j] += product * product;
  }
}

/// Of f16, whose operands are 1 and -1: no sum of up to 2048 of their products is rounded, and of each further one half a
/// last place at the most is lost, which is 1 (fill.hpp).
template <typename T>
double tolerance(int k, double magnitude, double root_of_squares) {
  if constexpr (std::is_same_v<T, Half>) {
    constexpr int exact = 2048;
    return k <= exact ? 0.0 : static_cast<double>(k - exact);
  }
  return sum_tolerance(k, Numbers<T>::unit_roundoff, magnitude, root_of_squares) + k * Numbers<T>::least_normal;
}

}  // namespace

template <typename T>
Expected reference(const GemmShape& shape, std::uint64_t seed, double limit) {
  const auto batch = static_cast<std::size_t>(shape.batch);
  std::vector<T> a(batch * elements(shape.m, shape.k));
  std::vector<T> b(batch * elements(shape.k, shape.n));
  fill_a(std::span<T>(a), seed);
  fill_b(std::span<T>(b), seed);
  const auto n = static_cast<std::size_t>(shape.n);
  const auto k = static_cast<std::size_t>(shape.k);
  RowSums sums{.sum = std::vector<double>(n), .lost = std::vector<double>(n), .magnitude = std::vector<double>(n), .squares = std::vector<double>(n)};
  Expected expected;
  const double per_row = static_cast<double>(shape.n) * shape.k;
  const auto m = static_cast<std::size_t>(shape.m);
  const auto a_row = static_cast<std::size_t>(steps_of_a(shape).row);
  const auto a_step = static_cast<std::size_t>(steps_of_a(shape).column);
  const auto b_row = static_cast<std::size_t>(steps_of_b(shape).row);
  const auto b_step = static_cast<std::size_t>(steps_of_b(shape).column);
  for (const std::int64_t row : sampled_rows(std::int64_t{shape.batch} * shape.m, per_row, seed, limit)) {
    for (std::vector<double>* each : {&sums.sum, &sums.lost, &sums.magnitude, &sums.squares}) std::ranges::fill(*each, 0.0);
    const auto i = static_cast<std::size_t>(row);  // of the rows of all products
    const T* from_a = &a[i / m * m * k + i % m * a_row];
    const T* from_b = &b[i / m * k * n];
    for (std::size_t p = 0; p < k; ++p) {
      const auto x = static_cast<double>(from_a[p * a_step]);
      if constexpr (std::is_same_v<T, double>) {
        add_f64(sums, x, from_b + p * b_row, b_step);
      } else {
        add_narrow(sums, x, from_b + p * b_row, b_step);
      }
    }
    for (std::size_t j = 0; j < n; ++j) {
      expected.index.push_back(i * n + j);
      expected.value.push_back(sums.sum[j] + sums.lost[j]);
      expected.tolerance.push_back(tolerance<T>(shape.k, sums.magnitude[j], std::sqrt(sums.squares[j])));
    }
  }
  return expected;
}

template Expected reference<float>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<double>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<Half>(const GemmShape& shape, std::uint64_t seed, double limit);

}  // namespace cachebound::operators::gemm
