// SPDX-License-Identifier: Apache-2.0
// The register tile as a template over a vector policy (simd/policy.hpp).
//
// Either way of loading scalars loads mr elements of A per step (rounded up to 16 bytes where those come together).
// Indices are template arguments rather than unrolled loops: an accumulator array indexed by constants lives in
// registers under every optimiser setting that is in use here.
#pragma once

#include <cstddef>
#include <utility>

#include "operators/gemm/microkernel.hpp"
#include "operators/gemm/grouped_packing.hpp"
#include "operators/gemm/packing.hpp"

namespace cachebound::operators::gemm {

template <class V, int mr, int vectors>
struct RegisterTile {
  using T = typename V::Element;
  using Sum = ResultOf<T>;
  using Reg = typename V::Reg;
  using Operand = typename simd::Depth<V>::Operand;
  static constexpr int g = simd::Depth<V>::step;
  static_assert(depth_multiple<T> % g == 0);
  static constexpr int nr = vectors * V::lanes;
  static constexpr std::size_t accumulators = std::size_t{mr} * vectors;
  static constexpr std::size_t row_lines = (std::size_t{nr} * sizeof(Sum) + 63) / 64;
  static constexpr std::size_t line_elements = 64 / sizeof(Sum);

  template <int i, std::size_t... j>
  CACHEBOUND_INLINE void broadcast_row(Reg* acc, const T* a, const Operand* b, std::index_sequence<j...>) {
    const Operand x = simd::in_register(V::broadcast(a + i * g));
    ((acc[i * vectors + static_cast<int>(j)] = V::fma(acc[i * vectors + static_cast<int>(j)], x, b[j])), ...);
  }
  template <int j, std::size_t... i>
  CACHEBOUND_INLINE void column(Reg* acc, const Operand* a, const T* b, std::index_sequence<i...>) {
    const Operand y = simd::in_register(V::load(b + j * V::lanes * g));
    ((acc[static_cast<int>(i) * vectors + j] = V::fma(acc[static_cast<int>(i) * vectors + j], a[i], y)), ...);
  }
  template <int i, int lane, std::size_t... j>
  CACHEBOUND_INLINE void lane_row(Reg* acc, Operand a, const Operand* b, std::index_sequence<j...>) {
    ((acc[i * vectors + static_cast<int>(j)] =
          V::template fma_lane<lane>(acc[i * vectors + static_cast<int>(j)], a, b[j])),
     ...);
  }

  /// One step of depth. The shorter side of the tile waits in registers while the longer one is streamed.
  template <std::size_t... i, std::size_t... j>
  CACHEBOUND_INLINE void step(Reg* acc, const T* a, const T* b, std::index_sequence<i...>,
                              std::index_sequence<j...> columns) {
    if constexpr (V::lanes_of_a > 1) {
      constexpr std::size_t q = V::lanes_of_a;
      const Operand y[] = {simd::in_register(V::load(b + j * V::lanes * g))...};
      const Operand x[] = {V::load(a + (i % q == 0 ? i : 0) * g)...};  // unused duplicates are never loaded
      (lane_row<static_cast<int>(i), static_cast<int>(i % q)>(acc, x[i / q * q], y, columns), ...);
    } else if constexpr (vectors <= mr) {
      const Operand y[] = {simd::in_register(V::load(b + j * V::lanes * g))...};
      (broadcast_row<static_cast<int>(i)>(acc, a, y, columns), ...);
    } else {
      const Operand x[] = {simd::in_register(V::broadcast(a + i * g))...};
      (column<static_cast<int>(j)>(acc, x, b, std::make_index_sequence<mr>{}), ...);
    }
  }

  /// One tile. Returns where the next one, mr rows further down, begins.
  template <std::size_t... t>
  CACHEBOUND_INLINE Sum* run(int depth, const T* a, const T* b, Sum* c, std::ptrdiff_t c_stride,
                             bool accumulate, std::index_sequence<t...>) {
    Reg acc[accumulators] = {((void)t, V::zero())...};
    // The tile of C is needed only after the loop; asked for now, its misses overlap with it.
    Sum* row = c;
    for (int i = 0; i < mr; ++i) {
      for (std::size_t line = 0; line < row_lines; ++line) __builtin_prefetch(row + line * line_elements, 1, 3);
      row = simd::stepped(row, c_stride);
    }
    for (; depth > 0; depth -= g) {
      step(acc, a, b, std::make_index_sequence<mr>{}, std::make_index_sequence<vectors>{});
      a += mr * g;
      b += nr * g;
    }
    return accumulate ? add_rows(acc, c, c_stride, std::make_index_sequence<mr>{})
                      : store_rows(acc, c, c_stride, std::make_index_sequence<mr>{});
  }

  template <std::size_t... j>
  CACHEBOUND_INLINE Sum* add_row(const Reg* acc, Sum* c, std::ptrdiff_t c_stride, std::index_sequence<j...>) {
    (V::store(c + j * V::lanes, V::add(acc[j], V::load(c + j * V::lanes))), ...);
    return simd::stepped(c, c_stride);
  }
  template <std::size_t... j>
  CACHEBOUND_INLINE Sum* store_row(const Reg* acc, Sum* c, std::ptrdiff_t c_stride, std::index_sequence<j...>) {
    (V::store(c + j * V::lanes, acc[j]), ...);
    return simd::stepped(c, c_stride);
  }
  template <std::size_t... i>
  CACHEBOUND_INLINE Sum* add_rows(const Reg* acc, Sum* c, std::ptrdiff_t c_stride, std::index_sequence<i...>) {
    ((c = add_row(acc + i * vectors, c, c_stride, std::make_index_sequence<vectors>{})), ...);
    return c;
  }
  template <std::size_t... i>
  CACHEBOUND_INLINE Sum* store_rows(const Reg* acc, Sum* c, std::ptrdiff_t c_stride, std::index_sequence<i...>) {
    ((c = store_row(acc + i * vectors, c, c_stride, std::make_index_sequence<vectors>{})), ...);
    return c;
  }

  /// A panel of B stays in L1 while those of A stream past it.
  static void multiply(const PanelProductOf<T>& p) {
    const int depth = padded_depth<T>(p.depth);
    const T* b = p.b;
    Sum* column = p.c;
    for (int columns = p.column_panels; columns > 0; --columns) {
      const T* a = p.a;
      Sum* c = column;
      for (int rows = p.row_panels; rows > 0; --rows) {
        c = run(depth, a, b, c, p.c_stride, p.accumulate, std::make_index_sequence<accumulators>{});
        a += static_cast<std::ptrdiff_t>(depth) * mr;
      }
      b += static_cast<std::ptrdiff_t>(depth) * nr;
      column += nr;
    }
  }

  static constexpr MicroKernelOf<T> kernel(Isa isa) {
    static_assert(mr % V::lanes_of_a == 0, "a panel of A is loaded whole");
    constexpr int vector_bytes = sizeof(Reg);
    if constexpr (g > 1) {
      return grouped_kernel<V, g, mr, nr>({.isa = isa, .vector_bytes = vector_bytes, .multiply = &multiply});
    } else {
      return {.isa = isa,
              .mr = mr,
              .nr = nr,
              .vector_bytes = vector_bytes,
              .multiply = &multiply,
              .pack_a = &pack_a<V, mr>,
              .pack_b = &pack_b<V, vectors>,
              .pack_a_transposed = &pack_a_transposed<V, mr>,
              .pack_b_transposed = &pack_b_transposed<V, vectors>};
    }
  }
};

}  // namespace cachebound::operators::gemm
