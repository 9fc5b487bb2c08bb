// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "operators/simd/octet.hpp"
#include "operators/simd/quad.hpp"
#include "operators/simd/rearrange.hpp"

namespace cachebound::operators::simd {

// Each loop carries as little as can be: pointers that walk, how much is left, and the gaps from the end of a row or
// plane to the next. What does not fit into registers would be stored again for each row, which no closed form knows.

/// Behind the row: where `from` and `to` end.
template <class V, typename T>
CACHEBOUND_INLINE void copy_row(int left, const T*& from, T*& to) {
  constexpr int w = piece<T>;
  for (; left >= 4 * w; left -= 4 * w) {  // a line at a time: all loads before all stores, which an in-order core wants
    const auto a = load_piece<V>(from);
    const auto b = load_piece<V>(from + w);
    const auto c = load_piece<V>(from + 2 * w);
    const auto d = load_piece<V>(from + 3 * w);
    from = stepped(from, 4 * w);
    put(to, a);
    put(to + w, b);
    put(to + 2 * w, c);
    put(to + 3 * w, d);
    to = stepped(to, 4 * w);
  }
  for (; left >= w; left -= w) {
    put(to, load_piece<V>(from));
    from = stepped(from, w);
    to = stepped(to, w);
  }
  for (; left > 0; --left) {
    *to = *from;
    from = stepped(from, 1);
    to = stepped(to, 1);
  }
}

template <class V, typename T>
CACHEBOUND_INLINE void copy_rows(int rows, int count, const T*& from, std::ptrdiff_t from_gap, T*& to,
                                 std::ptrdiff_t to_gap) {
  for (; rows > 0; --rows) {
    copy_row<V>(opaque(count), from, to);
    from = stepped(from, from_gap);
    to = stepped(to, to_gap);
  }
}

/// Elements `step` apart.
template <class V, typename T>
CACHEBOUND_INLINE void gather_rows(int rows, int count, const T*& from, std::ptrdiff_t from_gap, std::ptrdiff_t step,
                                   T*& to, std::ptrdiff_t to_gap) {
  for (; rows > 0; --rows) {
    for (int left = opaque(count); left > 0; --left) {
      *to = *from;
      from = stepped(from, step);
      to = stepped(to, 1);
    }
    from = stepped(from, from_gap);
    to = stepped(to, to_gap);
  }
}

template <class V, typename T>
void copy(int rows, int count, const T* from, std::ptrdiff_t from_stride, std::ptrdiff_t step, T* to,
          std::ptrdiff_t to_stride) {
  if (step == 1) {
    copy_rows<V>(rows, count, from, from_stride - count, to, to_stride - count);
  } else {
    gather_rows<V>(rows, count, from, from_stride - step * count, step, to, to_stride - count);
  }
}

template <class V, typename T>
void copy_planes(const PlaneBlockOf<T>& b) {
  if (b.step == 1 && b.from_row == b.count && b.to_row == b.count) {  // no gap between rows: a plane is as one
    copy<V>(b.planes, b.rows * b.count, b.from, b.from_plane, 1, b.to, b.to_plane);
    return;
  }
  const T* from = b.from;
  T* to = b.to;
  const int rows = b.rows;
  const int count = b.count;
  const std::ptrdiff_t step = b.step;
  const std::ptrdiff_t from_gap = opaque(b.from_row - step * count);
  const std::ptrdiff_t to_gap = opaque(b.to_row - count);
  const std::ptrdiff_t from_plane_gap = opaque(b.from_plane - b.from_row * rows);
  const std::ptrdiff_t to_plane_gap = opaque(b.to_plane - b.to_row * rows);
  if (step == 1) {
    for (int plane = b.planes; plane > 0; --plane) {
      copy_rows<V>(opaque(rows), count, from, from_gap, to, to_gap);
      from = stepped(from, from_plane_gap);
      to = stepped(to, to_plane_gap);
    }
    return;
  }
  for (int plane = b.planes; plane > 0; --plane) {
    gather_rows<V>(opaque(rows), count, from, from_gap, step, to, to_gap);
    from = stepped(from, from_plane_gap);
    to = stepped(to, to_plane_gap);
  }
}

template <class V, typename T>
CACHEBOUND_INLINE void split_row(int left, const T*& from, T*& even, T*& odd) {
  constexpr int w = piece<T>;
  for (; left >= w; left -= w) {
    const auto first = load_piece<V>(from);
    const auto second = load_piece<V>(from + w);
    from = stepped(from, 2 * w);
    put(even, even_of(first, second));
    put(odd, odd_of(first, second));
    even = stepped(even, w);
    odd = stepped(odd, w);
  }
  for (; left > 0; --left) {
    *even = from[0];
    *odd = from[1];
    from = stepped(from, 2);
    even = stepped(even, 1);
    odd = stepped(odd, 1);
  }
}

template <class V, typename T>
void split_planes(const PlaneBlockOf<T>& b) {
  const T* from = b.from;
  T* even = b.to;
  T* odd = b.odd;
  const int rows = b.rows;
  const int count = b.count;
  const std::ptrdiff_t from_gap = opaque(b.from_row - std::ptrdiff_t{2} * count);
  const std::ptrdiff_t to_gap = opaque(b.to_row - count);
  const std::ptrdiff_t from_plane_gap = opaque(b.from_plane - b.from_row * rows);
  const std::ptrdiff_t to_plane_gap = opaque(b.to_plane - b.to_row * rows);
  for (int plane = b.planes; plane > 0; --plane) {
    for (int row = opaque(rows); row > 0; --row) {
      split_row<V>(opaque(count), from, even, odd);
      from = stepped(from, from_gap);
      even = stepped(even, to_gap);
      odd = stepped(odd, to_gap);
    }
    from = stepped(from, from_plane_gap);
    even = stepped(even, to_plane_gap);
    odd = stepped(odd, to_plane_gap);
  }
}

// Functions of their own with a few arguments: registers are enough for each, where the loops of all of them together
// would keep their places on the stack, which no closed form knows.

/// Of single elements, `from_step` and `to_step` apart.
template <class V, typename T>
[[gnu::noinline]] void move_line(int count, const T* from, std::ptrdiff_t from_step, T* to, std::ptrdiff_t to_step) {
  for (; count > 0; --count, from += from_step, to += to_step) *to = *from;
}

/// As many rows as a piece has elements.
template <class V, typename T>
[[gnu::noinline]] void transpose_rows(int columns, const T* from, std::ptrdiff_t from_stride, T* to,
                                      std::ptrdiff_t to_stride) {
  constexpr int w = piece<T>;
  for (; columns >= w; columns -= w, from += w, to += w * to_stride) {
    transpose_square<V>(from, from_stride, to, to_stride);
  }
  for (; columns > 0; --columns, ++from, to += to_stride) {
    const T* next = from;
    for (int r = 0; r < w; ++r, next += from_stride) to[r] = *next;
  }
}

/// As many columns.
template <class V, typename T>
[[gnu::noinline]] void transpose_columns(int rows, const T* from, std::ptrdiff_t from_stride, T* to,
                                         std::ptrdiff_t to_stride) {
  constexpr int w = piece<T>;
  for (; rows >= w; rows -= w, from += w * from_stride, to += w) transpose_square<V>(from, from_stride, to, to_stride);
  for (; rows > 0; --rows, from += from_stride, ++to) {
    T* next = to;
    for (int c = 0; c < w; ++c, next += to_stride) *next = from[c];
  }
}

/// The longer way inside: what a strip's call costs comes once for as many quads as can be.
template <class V, typename T>
CACHEBOUND_INLINE void transpose_plane(const PlaneBlockOf<T>& b, const T* from, T* to) {
  constexpr int w = piece<T>;
  if (b.count < b.rows) {
    int columns = b.count;
    for (; columns >= w; columns -= w, from += w, to += w * b.to_row) {
      transpose_columns<V>(b.rows, from, b.from_row, to, b.to_row);
    }
    for (; columns > 0; --columns, ++from, to += b.to_row) move_line<V>(b.rows, from, b.from_row, to, 1);
  } else {
    int rows = b.rows;
    for (; rows >= w; rows -= w, from += w * b.from_row, to += w) {
      transpose_rows<V>(b.count, from, b.from_row, to, b.to_row);
    }
    for (; rows > 0; --rows, from += b.from_row, ++to) move_line<V>(b.count, from, 1, to, b.to_row);
  }
}

template <class V, typename T>
void transpose(const PlaneBlockOf<T>& b) {
  const T* from = b.from;
  T* to = b.to;
  for (int plane = b.planes; plane > 0; --plane, from += b.from_plane, to += b.to_plane) {
    transpose_plane<V>(b, from, to);
  }
}

template <class V, typename T = typename V::Element>
constexpr RearrangeOf<T> rearrange() {
  return {.copy = &copy<V, T>,
          .copy_planes = &copy_planes<V, T>,
          .split_planes = &split_planes<V, T>,
          .transpose = &transpose<V, T>};
}

}  // namespace cachebound::operators::simd
