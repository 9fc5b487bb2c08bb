// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/reference.hpp"

#include <algorithm>
#include <cmath>
#include <span>
#include <type_traits>

#include "operators/gemm/gemm_operands.hpp"
#include "operators/row_sums.hpp"

namespace cachebound::operators::gemm {
namespace {

/// Of bf16, whose products are multiples of 2^-14: no sum in f32 is rounded whose products' magnitudes are 2^10 together.
/// Of f16, whose operands are 1 and -1: no sum of up to 2048 of their products is rounded, and of each further one half a
/// last place at the most is lost, which is 1 (fill.hpp).
template <typename T>
double tolerance(const RowSums<T>& sums, std::size_t at, int k) {
  if constexpr (std::is_same_v<T, Half>) {
    constexpr int exact = 2048;
    return k <= exact ? 0.0 : static_cast<double>(k - exact);
  }
  if constexpr (std::is_same_v<T, Bf16>) {
    constexpr double exact = 1024.0;
    if (sums.magnitude(at) <= exact) return 0.0;
  }
  return sums.tolerance(at, k);
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
      expected.tolerance.push_back(tolerance(sums, j, shape.k));
    }
  }
  return expected;
}

template Expected reference<float>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<double>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<Half>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<Bf16>(const GemmShape& shape, std::uint64_t seed, double limit);

}  // namespace cachebound::operators::gemm
