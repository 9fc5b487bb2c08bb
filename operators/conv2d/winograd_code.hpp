// SPDX-License-Identifier: Apache-2.0
// Winograd's transforms as templates over a vector policy (simd/policy.hpp): the matrices are data, and what is zero or
// one in them costs nothing or no multiplication.
#pragma once

#include <utility>

#include "operators/conv2d/winograd_kernel.hpp"
#include "operators/conv2d/winograd_matrices.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::conv2d {

template <class V, int m>
struct WinogradCode {
  using W = Winograd<m>;
  using Reg = typename V::Reg;
  static constexpr int a = W::points;

  static constexpr float coefficient(bool of_input, int row, int column) {
    return of_input ? W::input[row][column] : W::output[row][column];
  }
  template <bool of_input, int row, int column>
  CACHEBOUND_INLINE void add_term(Reg& sum, const Reg* x) {
    constexpr float factor = coefficient(of_input, row, column);
    if constexpr (factor == 1.0F) {
      sum = V::add(sum, x[column]);
    } else if constexpr (factor != 0.0F) {
      static constexpr float constant = factor;
      sum = V::fma(sum, V::broadcast(&constant), x[column]);
    }
  }
  template <bool of_input, int row, std::size_t... column>
  CACHEBOUND_INLINE Reg one_row(const Reg* x, std::index_sequence<column...>) {
    Reg sum = V::zero();
    (add_term<of_input, row, static_cast<int>(column)>(sum, x), ...);
    return sum;
  }
  /// The matrix times the vector of registers x, row by row, each stored `step` apart.
  template <bool of_input, std::size_t... row>
  CACHEBOUND_INLINE void apply(const Reg* x, float* to, std::ptrdiff_t step, std::index_sequence<row...>) {
    (V::store(to + static_cast<std::ptrdiff_t>(row) * step,
              one_row<of_input, static_cast<int>(row)>(x, std::make_index_sequence<a>{})),
     ...);
  }
  template <std::size_t... i>
  CACHEBOUND_INLINE void load_all(Reg* x, const float* from, std::ptrdiff_t step, std::index_sequence<i...>) {
    ((x[i] = V::load(from + static_cast<std::ptrdiff_t>(i) * step)), ...);
  }

  /// M X M^T in two passes: columns to a scratch, then its rows.
  template <bool of_input, int results>
  CACHEBOUND_INLINE void transform(const float* from, std::ptrdiff_t row, std::ptrdiff_t column, float* to,
                                   std::ptrdiff_t to_row, std::ptrdiff_t to_column) {
    alignas(64) float scratch[results * a * V::lanes];
    Reg x[a];
    for (int j = 0; j < a; ++j) {
      load_all(x, from + j * column, row, std::make_index_sequence<a>{});
      apply<of_input>(x, scratch + j * V::lanes, std::ptrdiff_t{a} * V::lanes, std::make_index_sequence<results>{});
    }
    for (int i = 0; i < results; ++i) {
      load_all(x, scratch + std::ptrdiff_t{i} * a * V::lanes, V::lanes, std::make_index_sequence<a>{});
      apply<of_input>(x, to + i * to_row, to_column, std::make_index_sequence<results>{});
    }
  }

  static void input(int vectors, const float* from, std::ptrdiff_t row, std::ptrdiff_t pixel, float* to,
                    std::ptrdiff_t plane) {
    for (; vectors > 0; --vectors, from += V::lanes, to += V::lanes) {
      transform<true, a>(from, row, pixel, to, a * plane, plane);
    }
  }
  static void output(int vectors, const float* from, std::ptrdiff_t plane, float* to, std::ptrdiff_t row,
                     std::ptrdiff_t pixel) {
    for (; vectors > 0; --vectors, from += V::lanes, to += V::lanes) {
      transform<false, m>(from, a * plane, plane, to, row, pixel);
    }
  }

  static constexpr WinogradKernel kernel() {
    return {.outputs = m, .points = a, .lanes = V::lanes, .input = &input, .output = &output};
  }
};

template <class V>
constexpr WinogradKernels winograd_kernels() {
  return {.two = WinogradCode<V, 2>::kernel(), .four = WinogradCode<V, 4>::kernel()};
}

}  // namespace cachebound::operators::conv2d
