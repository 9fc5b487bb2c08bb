// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/reference.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "operators/gemm/gemm_operands.hpp"
#include "operators/row_sums.hpp"

namespace cachebound::operators::gemm {
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
  return expected;
}

template Expected reference<float>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<double>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<Half>(const GemmShape& shape, std::uint64_t seed, double limit);
template Expected reference<Bf16>(const GemmShape& shape, std::uint64_t seed, double limit);

}  // namespace cachebound::operators::gemm
