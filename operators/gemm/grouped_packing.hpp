// SPDX-License-Identifier: Apache-2.0
// Packing for instructions that sum `g` products for each element of C: panels are [padded depth / g][width][g], with
// zeros beyond the depth. Every element is loaded once and every slot stored once (packing.hpp).
#pragma once

#include <cstddef>

#include "operators/gemm/microkernel.hpp"
#include "operators/simd/octet.hpp"

namespace cachebound::operators::gemm {

/// What whole pieces leave of a panel, element by element: `padded` steps, of which `depth` are there, of `rows` that lie
/// `row` apart. A function of its own: beside the other loops its places would be kept on the stack, and stored again for
/// each row.
template <class V, int g, int width>
[[gnu::noinline]] void pack_rest(int rows, int padded, int depth, const Bf16* from, std::ptrdiff_t row,
                                 std::ptrdiff_t along, Bf16* to) {
  for (; padded > 0; padded -= g, depth -= g, from += g * along) {
    const int there = depth < g ? depth : g;  // which may be none
    const Bf16* next = from;
    for (int i = rows; i > 0; --i, next += row, to += g) {
      const Bf16* element = next;
      for (int q = 0; q < there; ++q, element += along) to[q] = *element;
    }
    if (there < g) {  // once in a panel
      to -= rows * g;
      for (int i = rows; i > 0; --i, to += g)
        for (int q = there < 0 ? 0 : there; q < g; ++q) to[q] = Bf16{};
    }
    for (int i = rows * g; i < width * g; ++i, ++to) *to = Bf16{};
  }
}

/// Rows whose depth lies side by side: A, and B transposed.
template <class V, int g, int width>
void pack_along(int rows, int depth, const Bf16* from, std::ptrdiff_t stride, Bf16* panels) {
  constexpr int eight = 8;
  constexpr int together = eight / g;  // rows
  static_assert(width % together == 0);
  const int padded = padded_depth<Bf16>(depth);
  for (; rows > 0; rows -= width, from += width * stride, panels += static_cast<std::ptrdiff_t>(padded) * width) {
    int p = 0;
    if (rows >= width) {
      for (; p + eight <= depth; p += eight) {
        const Bf16* row = from + p;
        Bf16* to = panels + p * width;
        for (int i = 0; i < width; i += together, row += together * stride, to += together * g) {
          if constexpr (g == 2) {
            simd::transpose_pairs<V>(row, stride, to, width * g);
          } else {
            simd::transpose_fours<V>(row, stride, to, width * g);
          }
        }
      }
    }
    if (p < padded)
      pack_rest<V, g, width>(rows < width ? rows : width, padded - p, depth - p, from + p, stride, 1, panels + p * width);
  }
}

/// Columns that lie side by side, each step of depth a row further: B, and A transposed.
template <class V, int g, int width>
void pack_across(int columns, int depth, const Bf16* from, std::ptrdiff_t stride, Bf16* panels) {
  constexpr int four = 4;
  static_assert(width % four == 0);
  constexpr int rows_ahead = 16;  // successive rows may be too far apart for the hardware's prefetchers
  constexpr int line_elements = 32;
  const int padded = padded_depth<Bf16>(depth);
  for (; columns > 0; columns -= width, from += width, panels += static_cast<std::ptrdiff_t>(padded) * width) {
    int p = 0;
    const Bf16* row = from;
    Bf16* to = panels;
    if (columns >= width) {
      for (; p + g <= depth; p += g, row += g * stride) {
        for (int q = 0; q < g; ++q) {
          const Bf16* ahead = row + (rows_ahead + q) * stride;
          for (int j = 0; j < width; j += line_elements) __builtin_prefetch(ahead + j);
        }
        for (int j = 0; j < width; j += four, to += four * g) {
          if constexpr (g == 2) {
            simd::interleave_pairs<V>(row + j, stride, to);
          } else {
            simd::interleave_fours<V>(row + j, stride, to);
          }
        }
      }
    }
    if (p < padded)
      pack_rest<V, g, width>(columns < width ? columns : width, padded - p, depth - p, row, 1, stride, to);
  }
}

/// `kernel` with its tile and packing.
template <class V, int g, int mr, int nr>
constexpr MicroKernelOf<Bf16> grouped_kernel(MicroKernelOf<Bf16> kernel) {
  kernel.mr = mr;
  kernel.nr = nr;
  kernel.pack_a = &pack_along<V, g, mr>;
  kernel.pack_b = &pack_across<V, g, nr>;
  kernel.pack_a_transposed = &pack_across<V, g, mr>;
  kernel.pack_b_transposed = &pack_along<V, g, nr>;
  return kernel;
}

}  // namespace cachebound::operators::gemm
