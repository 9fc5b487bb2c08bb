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

inline constexpr int line_floats = 16;
inline constexpr int rows_ahead = 16;

template <class V, int mr>
inline void transpose_2x4(const float* a, std::ptrdiff_t stride, float* out) {
  const Quad r0 = load_quad<V>(a);
  const Quad r1 = load_quad<V>(a + stride);
  const Quad low = __builtin_shufflevector(r0, r1, 0, 4, 1, 5);
  const Quad high = __builtin_shufflevector(r0, r1, 2, 6, 3, 7);
  simd::put(out, __builtin_shufflevector(low, low, 0, 1));
  simd::put(out + mr, __builtin_shufflevector(low, low, 2, 3));
  simd::put(out + 2 * mr, __builtin_shufflevector(high, high, 0, 1));
  simd::put(out + 3 * mr, __builtin_shufflevector(high, high, 2, 3));
}

template <class V, int mr>
CACHEBOUND_INLINE void pack_panel_of_a(int rows, int depth, const float* a, std::ptrdiff_t stride, float* panel) {
  static_assert(mr % 2 == 0);
  int p = 0;
  if (rows == mr) {
    for (; p + 4 <= depth; p += 4) {
      int i = 0;
      for (; i + 4 <= mr; i += 4) transpose_4x4<V>(a + i * stride + p, stride, panel + p * mr + i, mr);
      if (i < mr) transpose_2x4<V, mr>(a + i * stride + p, stride, panel + p * mr + i);
    }
  }
  for (; p < depth; ++p) {
    for (int i = 0; i < rows; ++i) panel[p * mr + i] = a[i * stride + p];
    for (int i = rows; i < mr; ++i) panel[p * mr + i] = 0.0F;
  }
}

template <class V, int mr>
void pack_a(int rows, int depth, const float* a, std::ptrdiff_t stride, float* panels) {
  for (; rows > 0; rows -= mr, a += mr * stride, panels += static_cast<std::ptrdiff_t>(depth) * mr) {
    pack_panel_of_a<V, mr>(rows < mr ? rows : mr, depth, a, stride, panels);
  }
}

/// A panel of `width` columns that are stored side by side, in pieces of four and two: of A transposed, whose panels
/// need not be whole vectors.
template <class V, int width>
CACHEBOUND_INLINE void pack_panel_side_by_side(int columns, int depth, const float* from, std::ptrdiff_t stride,
                                               float* panel) {
  static_assert(width % 2 == 0);
  if (columns == width) {
    for (int p = 0; p < depth; ++p, from += stride, panel += width) {
      int j = 0;
      for (; j + 4 <= width; j += 4) simd::store_quad<V>(panel + j, load_quad<V>(from + j));
      if (j < width)
        simd::put(panel + j, simd::pair_at(from + j));
    }
    return;
  }
  for (int p = 0; p < depth; ++p, from += stride, panel += width) {
    for (int j = 0; j < columns; ++j) panel[j] = from[j];
    for (int j = columns; j < width; ++j) panel[j] = 0.0F;
  }
}

template <class V, int mr>
void pack_a_transposed(int rows, int depth, const float* a, std::ptrdiff_t stride, float* panels) {
  for (; rows > 0; rows -= mr, a += mr, panels += static_cast<std::ptrdiff_t>(depth) * mr) {
    pack_panel_side_by_side<V, mr>(rows < mr ? rows : mr, depth, a, stride, panels);
  }
}

/// All loads before all stores, which an in-order core wants; by constant indices, so that nothing goes over the stack.
template <class V, std::size_t... j>
[[gnu::always_inline]] inline void copy_row(const float* from, float* to, std::index_sequence<j...>) {
  const typename V::Reg row[] = {V::load(from + j * V::lanes)...};
  (V::store(to + j * V::lanes, row[j]), ...);
}

template <class V, int vectors>
CACHEBOUND_INLINE void pack_panel_of_b(int columns, int depth, const float* b, std::ptrdiff_t stride, float* panel) {
  constexpr int nr = vectors * V::lanes;
  if (columns == nr) {
    for (int p = 0; p < depth; ++p) {
      // Successive rows are a whole row of B apart, too far for the hardware's prefetchers.
      const float* ahead = b + (p + rows_ahead) * stride;
      for (int j = 0; j < nr; j += line_floats) __builtin_prefetch(ahead + j);
      copy_row<V>(b + p * stride, panel + p * nr, std::make_index_sequence<vectors>{});
    }
    return;
  }
  for (int p = 0; p < depth; ++p) {
    for (int j = 0; j < columns; ++j) panel[p * nr + j] = b[p * stride + j];
    for (int j = columns; j < nr; ++j) panel[p * nr + j] = 0.0F;
  }
}

/// Columns that are stored as rows, four at a time over the whole depth: all of a wide panel at once want more addresses
/// than 32-bit Arm has registers.
template <class V, int vectors>
void pack_b_transposed(int columns, int depth, const float* b, std::ptrdiff_t stride, float* panels) {
  constexpr int nr = vectors * V::lanes;
  static_assert(nr % 4 == 0);
  for (; columns > 0; columns -= nr, b += nr * stride, panels += static_cast<std::ptrdiff_t>(depth) * nr) {
    if (columns < nr) {
      pack_panel_of_a<V, nr>(columns, depth, b, stride, panels);
      return;
    }
    for (int j = 0; j < nr; j += 4) {
      const float* from = b + j * stride;
      float* to = panels + j;
      int p = 0;
      for (; p + 4 <= depth; p += 4, from += 4, to += 4 * nr) transpose_4x4<V>(from, stride, to, nr);
      for (; p < depth; ++p, ++from, to += nr)
        for (int i = 0; i < 4; ++i) to[i] = from[i * stride];
    }
  }
}

template <class V, int vectors>
void pack_b(int columns, int depth, const float* b, std::ptrdiff_t stride, float* panels) {
  constexpr int nr = vectors * V::lanes;
  for (; columns > 0; columns -= nr, b += nr, panels += static_cast<std::ptrdiff_t>(depth) * nr) {
    pack_panel_of_b<V, vectors>(columns < nr ? columns : nr, depth, b, stride, panels);
  }
}

}  // namespace cachebound::operators::gemm
