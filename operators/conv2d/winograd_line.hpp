// SPDX-License-Identifier: Apache-2.0
// One line of a Winograd transform, a matrix times a vector, as the sums that its rows share. What they compute is what
// the matrices say (winograd_matrices.hpp; a test compares them), and no sum of them cancels what the matrix keeps: the
// products of a row's terms add up to the absolute values of its entries, on which the error bound rests
// (winograd_bound.hpp). A single constant stays in a register.
#pragma once

#include "operators/simd/policy.hpp"

namespace cachebound::operators::conv2d {

template <class V, int outputs>
struct WinogradLine;

template <class V>
struct WinogradLine<V, 2> {
  using Reg = typename V::Reg;
  static constexpr bool has_factor = false;

  CACHEBOUND_INLINE void input(const Reg (&x)[4], Reg, Reg (&y)[4]) {
    y[0] = V::sub(x[0], x[2]);
    y[1] = V::add(x[1], x[2]);
    y[2] = V::sub(x[2], x[1]);
    y[3] = V::sub(x[1], x[3]);
  }
  CACHEBOUND_INLINE void output(const Reg (&x)[4], Reg, Reg (&y)[2]) {
    y[0] = V::add(x[0], V::add(x[1], x[2]));
    y[1] = V::sub(V::sub(x[1], x[2]), x[3]);
  }
};

template <class V>
struct WinogradLine<V, 4> {
  using Reg = typename V::Reg;
  static constexpr bool has_factor = true;
  static constexpr typename V::Element input_factor = -4;
  static constexpr typename V::Element output_factor = 4;

  CACHEBOUND_INLINE void input(const Reg (&x)[6], Reg factor, Reg (&y)[6]) {
    const Reg even = V::sub(x[4], x[2]);
    const Reg odd = V::sub(x[3], x[1]);
    y[0] = V::fma(even, factor, V::sub(x[2], x[0]));
    y[5] = V::fma(V::sub(x[5], x[3]), factor, odd);
    const Reg twice = V::add(odd, odd);
    y[3] = V::add(even, twice);
    y[4] = V::sub(even, twice);
    const Reg far_even = V::fma(x[4], factor, x[2]);
    const Reg far_odd = V::fma(x[3], factor, x[1]);
    y[1] = V::add(far_even, far_odd);
    y[2] = V::sub(far_even, far_odd);
  }
  CACHEBOUND_INLINE void output(const Reg (&x)[6], Reg factor, Reg (&y)[4]) {
    const Reg near_sum = V::add(x[1], x[2]);
    const Reg near_difference = V::sub(x[1], x[2]);
    const Reg far_sum = V::add(x[3], x[4]);
    const Reg far_difference = V::sub(x[3], x[4]);
    const Reg twice = V::add(far_difference, far_difference);
    y[0] = V::add(V::add(x[0], near_sum), far_sum);
    y[1] = V::add(near_difference, twice);
    y[2] = V::fma(near_sum, factor, far_sum);
    y[3] = V::fma(V::add(near_difference, x[5]), factor, twice);
  }
};

}  // namespace cachebound::operators::conv2d
