// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operators/simd/quad.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::simd {

template <class V>
CACHEBOUND_INLINE void copy_row(int count, const float* from, float* to) {
  int i = 0;
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
  for (; i < count; ++i) to[i] = from[i];
}

template <class V>
CACHEBOUND_INLINE void copy_rows(int rows, int count, const float* from, std::ptrdiff_t from_stride,
                                 std::ptrdiff_t step, float* to, std::ptrdiff_t to_stride) {
  if (step == 1) {
    for (; rows > 0; --rows, from += from_stride, to += to_stride) copy_row<V>(count, from, to);
    return;
  }
  for (; rows > 0; --rows, from += from_stride, to += to_stride) {
    const float* next = from;
    for (int i = 0; i < count; ++i, next += step) to[i] = *next;
  }
}

template <class V>
void copy(int rows, int count, const float* from, std::ptrdiff_t from_stride, std::ptrdiff_t step, float* to,
          std::ptrdiff_t to_stride) {
  copy_rows<V>(rows, count, from, from_stride, step, to, to_stride);
}

template <class V>
void copy_planes(const PlaneBlock& b) {
  if (b.step == 1 && b.from_row == b.count && b.to_row == b.count) {  // no gap between rows: a plane is as one
    copy_rows<V>(b.planes, b.rows * b.count, b.from, b.from_plane, 1, b.to, b.to_plane);
    return;
  }
  const float* from = b.from;
  float* to = b.to;
  for (int plane = b.planes; plane > 0; --plane, from += b.from_plane, to += b.to_plane) {
    copy_rows<V>(b.rows, b.count, from, b.from_row, b.step, to, b.to_row);
  }
}

template <class V>
CACHEBOUND_INLINE void split_row(int count, const float* from, float* even, float* odd) {
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
void split_planes(const PlaneBlock& block) {
  const PlaneBlock b = block;  // a store of elements could change its fields: they would be loaded for each row
  for (std::ptrdiff_t plane = 0; plane < b.planes; ++plane) {
    const float* from = b.from + plane * b.from_plane;
    float* even = b.to + plane * b.to_plane;
    float* odd = b.odd + plane * b.to_plane;
    for (int row = b.rows; row > 0; --row, from += b.from_row, even += b.to_row, odd += b.to_row) {
      split_row<V>(b.count, from, even, odd);
    }
  }
}

/// Four rows at a time.
template <class V>
CACHEBOUND_INLINE void transpose_rows(int rows, int columns, const float* from, std::ptrdiff_t from_stride, float* to,
                                      std::ptrdiff_t to_stride) {
  for (; rows >= 4; rows -= 4, from += 4 * from_stride, to += 4) {
    const float* next = from;
    float* out = to;
    int left = columns;
    for (; left >= 4; left -= 4, next += 4, out += 4 * to_stride) transpose_4x4<V>(next, from_stride, out, to_stride);
    for (; left > 0; --left, ++next, out += to_stride) {
      for (int r = 0; r < 4; ++r) out[r] = next[r * from_stride];
    }
  }
  for (; rows > 0; --rows, from += from_stride, ++to) {
    float* out = to;
    for (int column = 0; column < columns; ++column, out += to_stride) *out = from[column];
  }
}

/// Four columns at a time.
template <class V>
CACHEBOUND_INLINE void transpose_columns(int rows, int columns, const float* from, std::ptrdiff_t from_stride,
                                         float* to, std::ptrdiff_t to_stride) {
  for (; columns >= 4; columns -= 4, from += 4, to += 4 * to_stride) {
    const float* next = from;
    float* out = to;
    int left = rows;
    for (; left >= 4; left -= 4, next += 4 * from_stride, out += 4) {
      transpose_4x4<V>(next, from_stride, out, to_stride);
    }
    for (; left > 0; --left, next += from_stride, ++out) {
      for (int c = 0; c < 4; ++c) out[c * to_stride] = next[c];
    }
  }
  for (; columns > 0; --columns, ++from, to += to_stride) {
    const float* next = from;
    for (int row = 0; row < rows; ++row, next += from_stride) to[row] = *next;
  }
}

/// The longer way inside: what the outer loop keeps on the stack would count beside a few quads.
template <class V>
void transpose(int rows, int columns, const float* from, std::ptrdiff_t from_stride, float* to,
               std::ptrdiff_t to_stride) {
  if (columns < rows) {
    transpose_columns<V>(rows, columns, from, from_stride, to, to_stride);
  } else {
    transpose_rows<V>(rows, columns, from, from_stride, to, to_stride);
  }
}

template <class V>
constexpr Rearrange rearrange() {
  return {
      .copy = &copy<V>, .copy_planes = &copy_planes<V>, .split_planes = &split_planes<V>, .transpose = &transpose<V>};
}

}  // namespace cachebound::operators::simd
