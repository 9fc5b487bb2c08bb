// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operators/simd/quad.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::simd {

template <class V>
void copy(int count, const float* from, std::ptrdiff_t step, float* to) {
  int i = 0;
  if (step == 1) {
    for (; i + 16 <= count; i += 16) {  // a line at a time: all loads before all stores, which an in-order core wants
      const Quad a = load_quad<V>(from + i);
      const Quad b = load_quad<V>(from + i + 4);
      const Quad c = load_quad<V>(from + i + 8);
      const Quad d = load_quad<V>(from + i + 12);
      store_quad<V>(to + i, a);
      store_quad<V>(to + i + 4, b);
      store_quad<V>(to + i + 8, c);
      store_quad<V>(to + i + 12, d);
    }
    for (; i + 4 <= count; i += 4) store_quad<V>(to + i, load_quad<V>(from + i));
  }
  for (; i < count; ++i) to[i] = from[i * step];
}

template <class V>
void split(int count, const float* from, float* even, float* odd) {
  int i = 0;
  for (; i + 4 <= count; i += 4) {
    const Quad first = load_quad<V>(from + 2 * i);
    const Quad second = load_quad<V>(from + 2 * i + 4);
    store_quad<V>(even + i, __builtin_shufflevector(first, second, 0, 2, 4, 6));
    store_quad<V>(odd + i, __builtin_shufflevector(first, second, 1, 3, 5, 7));
  }
  for (; i < count; ++i) {
    even[i] = from[2 * i];
    odd[i] = from[2 * i + 1];
  }
}

template <class V>
void transpose(int rows, int columns, const float* from, std::ptrdiff_t from_stride, float* to,
               std::ptrdiff_t to_stride) {
  int row = 0;
  for (; row + 4 <= rows; row += 4, from += 4 * from_stride, to += 4) {
    int column = 0;
    for (; column + 4 <= columns; column += 4) {
      transpose_4x4<V>(from + column, from_stride, to + column * to_stride, to_stride);
    }
    for (; column < columns; ++column) {
      for (int r = 0; r < 4; ++r) to[column * to_stride + r] = from[r * from_stride + column];
    }
  }
  for (; row < rows; ++row, from += from_stride, ++to) {
    for (int column = 0; column < columns; ++column) to[column * to_stride] = from[column];
  }
}

template <class V>
constexpr Rearrange rearrange() {
  return {.copy = &copy<V>, .split = &split<V>, .transpose = &transpose<V>};
}

}  // namespace cachebound::operators::simd
