// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/reference.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <vector>

#include "operators/gemm/gemm_operands.hpp"
#include "operators/row_sums.hpp"

namespace cachebound::operators::gemm {

namespace {

/// Of each row of each product the signed sum: A (B x).
template <typename T>
SignedSums signed_sums(const GemmShape& shape, const std::vector<T>& a, const std::vector<T>& b, std::uint64_t seed) {
  SignedSums sums;
  const auto m = static_cast<std::size_t>(shape.m);
  const auto n = static_cast<std::size_t>(shape.n);
  const auto k = static_cast<std::size_t>(shape.k);
  sums.signs = random_signs(n, seed);
  const Steps of_a = steps_of_a(shape);
  const Steps of_b = steps_of_b(shape);
  std::vector<double> b_signs(k);
  for (std::size_t product = 0; product < static_cast<std::size_t>(shape.batch); ++product) {
    const T* from_b = b.data() + product * k * n;
    for (std::size_t p = 0; p < k; ++p) {
      double sum = 0.0;
      for (std::size_t j = 0; j < n; ++j) {
        const auto value = static_cast<double>(
            from_b[p * static_cast<std::size_t>(of_b.row) + j * static_cast<std::size_t>(of_b.column)]);
        sum += sums.signs[j] > 0 ? value : -value;
      }
      b_signs[p] = sum;
    }
    const T* from_a = a.data() + product * m * k;
    for (std::size_t i = 0; i < m; ++i) {
      double sum = 0.0;
      for (std::size_t p = 0; p < k; ++p) {
        sum += b_signs[p] *
               static_cast<double>(
                   from_a[i * static_cast<std::size_t>(of_a.row) + p * static_cast<std::size_t>(of_a.column)]);
      }
      sums.first.push_back((product * m + i) * n);
      sums.value.push_back(sum);
    }
  }
  return sums;
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
  Expected expected;
  const double per_row = static_cast<double>(shape.n) * shape.k;
  const auto m = static_cast<std::size_t>(shape.m);
  const auto a_row = static_cast<std::size_t>(steps_of_a(shape).row);
  const auto a_step = static_cast<std::size_t>(steps_of_a(shape).column);
  const auto b_row = static_cast<std::size_t>(steps_of_b(shape).row);
  const auto b_step = static_cast<std::size_t>(steps_of_b(shape).column);
  for (const std::int64_t row : sampled_rows(std::int64_t{shape.batch} * shape.m, per_row, seed, limit)) {
    RowSums<T> sums(n);
    const auto i = static_cast<std::size_t>(row);  // of the rows of all products
    const T* from_a = &a[i / m * m * k + i % m * a_row];
    const T* from_b = &b[i / m * k * n];
    for (std::size_t p = 0; p < k; ++p) {
      const auto x = static_cast<double>(from_a[p * a_step]);
      const T* row_of_b = from_b + p * b_row;
      for (std::size_t j = 0; j < n; ++j) sums.add(j, x * static_cast<double>(row_of_b[j * b_step]));
    }
    for (std::size_t j = 0; j < n; ++j) {
      expected.index.push_back(i * n + j);
      expected.value.push_back(sums.value(j));
      expected.tolerance.push_back(sums.tolerance(j, shape.k));
    }
  }
  if (expected.index.size() < batch * elements(shape.m, shape.n)) expected.sums = signed_sums(shape, a, b, seed);
  return expected;
}

template Expected reference<float>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<double>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<Half>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<Bf16>(const GemmShape& shape, std::uint64_t seed, double limit);

}  // namespace cachebound::operators::gemm
