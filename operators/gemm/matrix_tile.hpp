// SPDX-License-Identifier: Apache-2.0
// The register tile of instructions that multiply matrices: 2 x 4 times 4 x 2, added to 2 x 2 (BFMMLA). An accumulator
// holds two columns of two rows of C; they are told apart when the tile is stored. V, a policy, has Reg, Operand (two rows
// of four elements), lanes (of Reg), depth_step, zero, load, store, add, multiply(sum, a, b), and upper_rows(x, y) and
// lower_rows(x, y), which put the first rows, or the second ones, of two accumulators side by side.
#pragma once

#include <cstddef>
#include <utility>

#include "operators/gemm/grouped_packing.hpp"
#include "operators/gemm/microkernel.hpp"

namespace cachebound::operators::gemm {

template <class V, int mr, int nr>
struct MatrixTile {
  using T = typename V::Element;
  using Sum = ResultOf<T>;
  using Reg = typename V::Reg;
  using Operand = typename V::Operand;
  static constexpr int g = V::depth_step;
  static constexpr int rows = mr / 2;     // of accumulators
  static constexpr int columns = nr / 2;  // of accumulators
  static constexpr std::size_t accumulators = std::size_t{rows} * columns;
  static constexpr std::size_t row_lines = (std::size_t{nr} * sizeof(Sum) + 63) / 64;
  static constexpr std::size_t line_elements = 64 / sizeof(Sum);
  static_assert(mr % 2 == 0 && nr % 4 == 0 && depth_multiple<T> % g == 0);

  /// Two columns of accumulators. Returns `b`, which the next loads must wait for: all of B at once would be scheduled
  /// ahead, more than there are registers for beside A and 24 accumulators.
  template <std::size_t j, std::size_t... i>
  CACHEBOUND_INLINE const T* columns_at(Reg* acc, const Operand* a, const T* b, std::index_sequence<i...>) {
    const Operand x = V::load(b + j * 2 * g);
    const Operand y = V::load(b + (j + 1) * 2 * g);
    ((acc[i * columns + j] = V::multiply(acc[i * columns + j], a[i], x)), ...);
    ((acc[i * columns + j + 1] = V::multiply(acc[i * columns + j + 1], a[i], y)), ...);
    ((b = simd::stepped_after(acc[i * columns + j], b, 0)), ...);
    ((b = simd::stepped_after(acc[i * columns + j + 1], b, 0)), ...);
    return b;
  }
  /// One step of depth: A waits in registers, B is streamed.
  template <std::size_t... i, std::size_t... j>
  CACHEBOUND_INLINE void step(Reg* acc, const T* a, const T* b, std::index_sequence<i...> of_rows,
                              std::index_sequence<j...>) {
    const Operand x[] = {V::load(a + i * 2 * g)...};
    ((b = columns_at<2 * j>(acc, x, b, of_rows)), ...);
  }

  template <std::size_t... j>
  CACHEBOUND_INLINE Sum* store_rows(const Reg* acc, Sum* c, std::ptrdiff_t c_stride, bool accumulate,
                                    std::index_sequence<j...>) {
    if (accumulate) {
      (V::store(c + j * 4, V::add(V::upper_rows(acc[2 * j], acc[2 * j + 1]), V::load(c + j * 4))), ...);
      c = simd::stepped(c, c_stride);
      (V::store(c + j * 4, V::add(V::lower_rows(acc[2 * j], acc[2 * j + 1]), V::load(c + j * 4))), ...);
    } else {
      (V::store(c + j * 4, V::upper_rows(acc[2 * j], acc[2 * j + 1])), ...);
      c = simd::stepped(c, c_stride);
      (V::store(c + j * 4, V::lower_rows(acc[2 * j], acc[2 * j + 1])), ...);
    }
    return simd::stepped(c, c_stride);
  }
  template <std::size_t... i>
  CACHEBOUND_INLINE Sum* store_tile(const Reg* acc, Sum* c, std::ptrdiff_t c_stride, bool accumulate,
                                    std::index_sequence<i...>) {
    ((c = store_rows(acc + i * columns, c, c_stride, accumulate, std::make_index_sequence<columns / 2>{})), ...);
    return c;
  }

  /// One tile. Returns where the next one, mr rows further down, begins.
  template <std::size_t... t>
  CACHEBOUND_INLINE Sum* run(int depth, const T* a, const T* b, Sum* c, std::ptrdiff_t c_stride, bool accumulate,
                             std::index_sequence<t...>) {
    Reg acc[accumulators] = {((void)t, V::zero())...};
    Sum* row = c;  // needed only after the loop; asked for now, its misses overlap with it
    for (int i = 0; i < mr; ++i) {
      for (std::size_t line = 0; line < row_lines; ++line) __builtin_prefetch(row + line * line_elements, 1, 3);
      row = simd::stepped(row, c_stride);
    }
    for (; depth > 0; depth -= g) {
      step(acc, a, b, std::make_index_sequence<rows>{}, std::make_index_sequence<columns / 2>{});
      a += mr * g;
      b += nr * g;
    }
    // Two ways out rather than a choice at every row.
    return accumulate ? store_tile(acc, c, c_stride, true, std::make_index_sequence<rows>{})
                      : store_tile(acc, c, c_stride, false, std::make_index_sequence<rows>{});
  }

  /// A panel of B stays in L1 while those of A stream past it.
  static void multiply(const PanelProductOf<T>& p) {
    const int depth = padded_depth<T>(p.depth);
    const T* b = p.b;
    Sum* column_of_c = p.c;
    for (int left = p.column_panels; left > 0; --left) {
      const T* a = p.a;
      Sum* c = column_of_c;
      for (int panels = p.row_panels; panels > 0; --panels) {
        c = run(depth, a, b, c, p.c_stride, p.accumulate, std::make_index_sequence<accumulators>{});
        a += static_cast<std::ptrdiff_t>(depth) * mr;
      }
      b += static_cast<std::ptrdiff_t>(depth) * nr;
      column_of_c += nr;
    }
  }

  static constexpr MicroKernelOf<T> kernel(Isa isa, const char* form) {
    return grouped_kernel<V, g, mr, nr>(
        {.isa = isa, .vector_bytes = static_cast<int>(sizeof(Reg)), .form = form, .multiply = &multiply});
  }
};

}  // namespace cachebound::operators::gemm
