// SPDX-License-Identifier: Apache-2.0
// Winograd's transforms as templates over a vector policy (simd/policy.hpp).
//
// M X M^T in two passes over a scratch: M times every column, then M times every row of that. A line is all that is in
// registers at a time, so that 16 of them are enough and nothing else goes over the stack: an input's a x a vectors are
// loaded twice and stored twice, once each from and to the scratch; the closed form is that of these loops.
#pragma once

#include <utility>

#include "operators/conv2d/winograd_kernel.hpp"
#include "operators/conv2d/winograd_line.hpp"
#include "operators/simd/policy.hpp"

namespace cachebound::operators::conv2d {

template <class V, int m>
struct WinogradCode {
  using Line = WinogradLine<V, m>;
  using Reg = typename V::Reg;
  using T = typename V::Element;
  static constexpr int a = m + 2;
  /// Of vectors of 16 bytes, what the stack has anyway: aligning it further would cost a register.
  static constexpr std::size_t scratch_alignment = sizeof(Reg) > 16 ? sizeof(Reg) : alignof(std::max_align_t);

  template <std::size_t... i>
  CACHEBOUND_INLINE void load_line(Reg (&x)[a], const T* from, std::ptrdiff_t step, std::index_sequence<i...>) {
    ((x[i] = simd::in_register(V::load(from)), from = simd::stepped(from, step)), ...);
  }
  template <int count, std::size_t... i>
  CACHEBOUND_INLINE void store_line(const Reg (&y)[count], T* to, std::ptrdiff_t step, std::index_sequence<i...>) {
    ((V::store(to, y[i]), to = simd::stepped(to, step)), ...);
  }
  template <bool of_input>
  CACHEBOUND_INLINE Reg factor() {
    if constexpr (Line::has_factor) {
      static constexpr T value = of_input ? Line::input_factor : Line::output_factor;
      return simd::in_register(V::broadcast(&value));
    } else {
      return V::zero();
    }
  }
  template <bool of_input, int results>
  CACHEBOUND_INLINE void line(const T* from, std::ptrdiff_t step, Reg factor, T* to, std::ptrdiff_t to_step) {
    Reg x[a];
    Reg y[results];
    load_line(x, from, step, std::make_index_sequence<a>{});
    if constexpr (of_input) {
      Line::input(x, factor, y);
    } else {
      Line::output(x, factor, y);
    }
    store_line(y, to, to_step, std::make_index_sequence<results>{});
  }

  /// `column` and `row` are the steps from one to the next.
  template <bool of_input, int results>
  CACHEBOUND_INLINE void transform(const T* from, std::ptrdiff_t row, std::ptrdiff_t column, Reg factor, T* to,
                                   std::ptrdiff_t to_row, std::ptrdiff_t to_column) {
    constexpr std::ptrdiff_t scratch_row = std::ptrdiff_t{a} * V::lanes;
    alignas(scratch_alignment) T scratch[results * scratch_row];
    T* between = simd::stepped(static_cast<T*>(scratch), 0);
    for (int j = a; j > 0; --j) {
      line<of_input, results>(from, row, factor, between, scratch_row);
      from += column;
      between += V::lanes;
    }
    between = simd::stepped(between, -scratch_row);
    for (int i = results; i > 0; --i) {
      line<of_input, results>(between, V::lanes, factor, to, to_column);
      between += scratch_row;
      to += to_row;
    }
  }

  static void input(int vectors, const T* from, std::ptrdiff_t row, std::ptrdiff_t pixel, T* to, std::ptrdiff_t plane) {
    const Reg by = factor<true>();
    for (; vectors > 0; --vectors, from += V::lanes, to += V::lanes) {
      transform<true, a>(from, row, pixel, by, to, a * plane, plane);
    }
  }
  static void output(int vectors, const T* from, std::ptrdiff_t plane, T* to, std::ptrdiff_t row,
                     std::ptrdiff_t pixel) {
    const Reg by = factor<false>();
    for (; vectors > 0; --vectors, from += V::lanes, to += V::lanes) {
      transform<false, m>(from, a * plane, plane, by, to, row, pixel);
    }
  }

  static constexpr WinogradKernelOf<T> kernel() {
    return {.outputs = m,
            .points = a,
            .lanes = V::lanes,
            .has_factor = Line::has_factor,
            .input = &input,
            .output = &output};
  }
};

template <class V>
constexpr WinogradKernelsOf<typename V::Element> winograd_kernels() {
  return {.two = WinogradCode<V, 2>::kernel(), .four = WinogradCode<V, 4>::kernel()};
}

}  // namespace cachebound::operators::conv2d
