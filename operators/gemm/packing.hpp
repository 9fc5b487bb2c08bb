// SPDX-License-Identifier: Apache-2.0
// Packing of panels. Every element is loaded once and every slot stored once, whatever the vector width, so the
// bytes are those that microkernel.hpp states. The files that include this are compiled without the conversion of loops
// into memset and memcpy calls, whose overlapping accesses would break that count.
#pragma once

#include <cstddef>
#include <utility>

#include "operators/simd/quad.hpp"

namespace cachebound::operators::gemm {

using simd::load_quad;
using simd::Quad;
using simd::transpose_4x4;

inline constexpr int rows_ahead = 16;

/// Of a type: how many elements a piece has, and what is done with pieces.
template <class V, typename T = typename V::Element>
struct Pieces;

template <class V>
struct Pieces<V, float> {
  static constexpr int width = 4;
  CACHEBOUND_INLINE void transpose(const float* from, std::ptrdiff_t stride, float* to, std::ptrdiff_t to_stride) {
    transpose_4x4<V>(from, stride, to, to_stride);
  }
  /// Two rows of four.
  CACHEBOUND_INLINE void transpose_rest(const float* from, std::ptrdiff_t stride, float* to, std::ptrdiff_t to_stride) {
    const Quad r0 = load_quad<V>(from);
    const Quad r1 = load_quad<V>(from + stride);
    const Quad low = __builtin_shufflevector(r0, r1, 0, 4, 1, 5);
    const Quad high = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
    simd::put(to, __builtin_shufflevector(low, low, 0, 1));
    simd::put(to + to_stride, __builtin_shufflevector(low, low, 2, 3));
    simd::put(to + 2 * to_stride, __builtin_shufflevector(high, high, 0, 1));
    simd::put(to + 3 * to_stride, __builtin_shufflevector(high, high, 2, 3));
  }
  CACHEBOUND_INLINE void copy(const float* from, float* to) { simd::store_quad<V>(to, load_quad<V>(from)); }
  CACHEBOUND_INLINE void copy_rest(const float* from, float* to) { simd::put(to, simd::pair_at(from)); }
};

/// Panels are of an even number, so there is no rest.
template <class V>
struct Pieces<V, double> {
  static constexpr int width = 2;
  CACHEBOUND_INLINE void transpose(const double* from, std::ptrdiff_t stride, double* to, std::ptrdiff_t to_stride) {
    simd::transpose_2x2<V>(from, stride, to, to_stride);
  }
  CACHEBOUND_INLINE void copy(const double* from, double* to) { simd::put(to, simd::duo_at(from)); }
};

/// Panels are of a multiple of eight.
template <class V>
struct Pieces<V, Half> {
  static constexpr int width = 4;
  CACHEBOUND_INLINE void transpose(const Half* from, std::ptrdiff_t stride, Half* to, std::ptrdiff_t to_stride) {
    transpose_4x4<V>(from, stride, to, to_stride);
  }
  CACHEBOUND_INLINE void copy(const Half* from, Half* to) { simd::put(to, simd::quartet_at(from)); }
};

template <class V, int mr, typename T = typename V::Element>
CACHEBOUND_INLINE void pack_panel_of_a(int rows, int depth, const T* a, std::ptrdiff_t stride, T* panel) {
  static_assert(mr % 2 == 0);
  using P = Pieces<V>;
  constexpr int w = P::width;
  int p = 0;
  if (rows == mr) {
    for (; p + w <= depth; p += w) {
      int i = 0;
      for (; i + w <= mr; i += w) P::transpose(a + i * stride + p, stride, panel + p * mr + i, mr);
      if constexpr (mr % w != 0) P::transpose_rest(a + i * stride + p, stride, panel + p * mr + i, mr);
    }
  }
  for (; p < depth; ++p) {
    for (int i = 0; i < rows; ++i) panel[p * mr + i] = a[i * stride + p];
    for (int i = rows; i < mr; ++i) panel[p * mr + i] = T{};
  }
}

template <class V, int mr, typename T = typename V::Element>
void pack_a(int rows, int depth, const T* a, std::ptrdiff_t stride, T* panels) {
  for (; rows > 0; rows -= mr, a += mr * stride, panels += static_cast<std::ptrdiff_t>(depth) * mr) {
    pack_panel_of_a<V, mr>(rows < mr ? rows : mr, depth, a, stride, panels);
  }
}

/// A panel of `width` columns that are stored side by side, in pieces and what is left of them: of A transposed, whose
/// panels need not be whole vectors.
template <class V, int width, typename T = typename V::Element>
CACHEBOUND_INLINE void pack_panel_side_by_side(int columns, int depth, const T* from, std::ptrdiff_t stride, T* panel) {
  static_assert(width % 2 == 0);
  using P = Pieces<V>;
  constexpr int w = P::width;
  if (columns == width) {
    for (int p = 0; p < depth; ++p, from += stride, panel += width) {
      int j = 0;
      for (; j + w <= width; j += w) P::copy(from + j, panel + j);
      if constexpr (width % w != 0) P::copy_rest(from + j, panel + j);
    }
    return;
  }
  for (int p = 0; p < depth; ++p, from += stride, panel += width) {
    for (int j = 0; j < columns; ++j) panel[j] = from[j];
    for (int j = columns; j < width; ++j) panel[j] = T{};
  }
}

template <class V, int mr, typename T = typename V::Element>
void pack_a_transposed(int rows, int depth, const T* a, std::ptrdiff_t stride, T* panels) {
  for (; rows > 0; rows -= mr, a += mr, panels += static_cast<std::ptrdiff_t>(depth) * mr) {
    pack_panel_side_by_side<V, mr>(rows < mr ? rows : mr, depth, a, stride, panels);
  }
}

/// All loads before all stores, which an in-order core wants; by constant indices, so that nothing goes over the stack.
template <class V, typename T, std::size_t... j>
[[gnu::always_inline]] inline void copy_row(const T* from, T* to, std::index_sequence<j...>) {
  const typename V::Reg row[] = {V::load(from + j * V::lanes)...};
  (V::store(to + j * V::lanes, row[j]), ...);
}

template <class V, int vectors, typename T = typename V::Element>
CACHEBOUND_INLINE void pack_panel_of_b(int columns, int depth, const T* b, std::ptrdiff_t stride, T* panel) {
  constexpr int nr = vectors * V::lanes;
  constexpr int line_elements = 64 / static_cast<int>(sizeof(T));
  if (columns == nr) {
    for (int p = 0; p < depth; ++p) {
      // Successive rows are a whole row of B apart, too far for the hardware's prefetchers.
      const T* ahead = b + (p + rows_ahead) * stride;
      for (int j = 0; j < nr; j += line_elements) __builtin_prefetch(ahead + j);
      copy_row<V>(b + p * stride, panel + p * nr, std::make_index_sequence<vectors>{});
    }
    return;
  }
  for (int p = 0; p < depth; ++p) {
    for (int j = 0; j < columns; ++j) panel[p * nr + j] = b[p * stride + j];
    for (int j = columns; j < nr; ++j) panel[p * nr + j] = T{};
  }
}

/// Columns that are stored as rows, a piece of them at a time over the whole depth: all of a wide panel at once want more
/// addresses than 32-bit Arm has registers.
template <class V, int vectors, typename T = typename V::Element>
void pack_b_transposed(int columns, int depth, const T* b, std::ptrdiff_t stride, T* panels) {
  constexpr int nr = vectors * V::lanes;
  using P = Pieces<V>;
  constexpr int w = P::width;
  static_assert(nr % w == 0);
  for (; columns > 0; columns -= nr, b += nr * stride, panels += static_cast<std::ptrdiff_t>(depth) * nr) {
    if (columns < nr) {
      pack_panel_of_a<V, nr>(columns, depth, b, stride, panels);
      return;
    }
    for (int j = 0; j < nr; j += w) {
      const T* from = b + j * stride;
      T* to = panels + j;
      int p = 0;
      for (; p + w <= depth; p += w, from += w, to += w * nr) P::transpose(from, stride, to, nr);
      for (; p < depth; ++p, ++from, to += nr)
        for (int i = 0; i < w; ++i) to[i] = from[i * stride];
    }
  }
}

template <class V, int vectors, typename T = typename V::Element>
void pack_b(int columns, int depth, const T* b, std::ptrdiff_t stride, T* panels) {
  constexpr int nr = vectors * V::lanes;
  for (; columns > 0; columns -= nr, b += nr, panels += static_cast<std::ptrdiff_t>(depth) * nr) {
    pack_panel_of_b<V, vectors>(columns < nr ? columns : nr, depth, b, stride, panels);
  }
}

}  // namespace cachebound::operators::gemm
