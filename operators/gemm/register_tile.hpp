// SPDX-License-Identifier: Apache-2.0
// The register tile as a template over a vector policy (simd/policy.hpp).
//
// Either way of loading scalars loads 4 * mr bytes of A per step (rounded up to 16 where they come four at a time).
// Indices are template arguments rather than unrolled loops: an accumulator array indexed by constants lives in
// registers under every optimiser setting that is in use here.
#pragma once

#include <cstddef>
#include <utility>

#include "operators/gemm/microkernel.hpp"
#include "operators/gemm/packing.hpp"

namespace cachebound::operators::gemm {

template <class V, int mr, int vectors>
struct RegisterTile {
  using Reg = typename V::Reg;
  static constexpr int nr = vectors * V::lanes;
  static constexpr std::size_t accumulators = std::size_t{mr} * vectors;
  static constexpr std::size_t row_lines = (std::size_t{nr} * sizeof(float) + 63) / 64;

  template <int i, std::size_t... j>
  CACHEBOUND_INLINE void broadcast_row(Reg* acc, const float* a, const Reg* b, std::index_sequence<j...>) {
    const Reg x = simd::in_register(V::broadcast(a + i));
    ((acc[i * vectors + static_cast<int>(j)] = V::fma(acc[i * vectors + static_cast<int>(j)], x, b[j])), ...);
  }
  template <int j, std::size_t... i>
  CACHEBOUND_INLINE void column(Reg* acc, const Reg* a, const float* b, std::index_sequence<i...>) {
    const Reg y = simd::in_register(V::load(b + j * V::lanes));
    ((acc[static_cast<int>(i) * vectors + j] = V::fma(acc[static_cast<int>(i) * vectors + j], a[i], y)), ...);
  }
  template <int i, int lane, std::size_t... j>
  CACHEBOUND_INLINE void lane_row(Reg* acc, Reg a, const Reg* b, std::index_sequence<j...>) {
    ((acc[i * vectors + static_cast<int>(j)] =
          V::template fma_lane<lane>(acc[i * vectors + static_cast<int>(j)], a, b[j])),
     ...);
  }

  /// One step of depth. The shorter side of the tile waits in registers while the longer one is streamed.
  template <std::size_t... i, std::size_t... j>
  CACHEBOUND_INLINE void step(Reg* acc, const float* a, const float* b, std::index_sequence<i...>,
                              std::index_sequence<j...> columns) {
    if constexpr (V::lanes_of_a == 4) {
      const Reg y[] = {simd::in_register(V::load(b + j * V::lanes))...};
      const Reg x[] = {V::load(a + (i % 4 == 0 ? i : 0))...};  // unused duplicates are never loaded
      (lane_row<static_cast<int>(i), static_cast<int>(i % 4)>(acc, x[i / 4 * 4], y, columns), ...);
    } else if constexpr (vectors <= mr) {
      const Reg y[] = {simd::in_register(V::load(b + j * V::lanes))...};
      (broadcast_row<static_cast<int>(i)>(acc, a, y, columns), ...);
    } else {
      const Reg x[] = {simd::in_register(V::broadcast(a + i))...};
      (column<static_cast<int>(j)>(acc, x, b, std::make_index_sequence<mr>{}), ...);
    }
  }

  /// One tile. Returns where the next one, mr rows further down, begins.
  template <std::size_t... t>
  CACHEBOUND_INLINE float* run(int depth, const float* a, const float* b, float* c, std::ptrdiff_t c_stride,
                               bool accumulate, std::index_sequence<t...>) {
    Reg acc[accumulators] = {((void)t, V::zero())...};
    // The tile of C is needed only after the loop; asked for now, its misses overlap with it.
    float* row = c;
    for (int i = 0; i < mr; ++i) {
      for (std::size_t line = 0; line < row_lines; ++line) __builtin_prefetch(row + line * 16, 1, 3);
      row = simd::stepped(row, c_stride);
    }
    for (; depth > 0; --depth) {
      step(acc, a, b, std::make_index_sequence<mr>{}, std::make_index_sequence<vectors>{});
      a += mr;
      b += nr;
    }
    return accumulate ? add_rows(acc, c, c_stride, std::make_index_sequence<mr>{})
                      : store_rows(acc, c, c_stride, std::make_index_sequence<mr>{});
  }

  template <std::size_t... j>
  CACHEBOUND_INLINE float* add_row(const Reg* acc, float* c, std::ptrdiff_t c_stride, std::index_sequence<j...>) {
    (V::store(c + j * V::lanes, V::add(acc[j], V::load(c + j * V::lanes))), ...);
    return simd::stepped(c, c_stride);
  }
  template <std::size_t... j>
  CACHEBOUND_INLINE float* store_row(const Reg* acc, float* c, std::ptrdiff_t c_stride, std::index_sequence<j...>) {
    (V::store(c + j * V::lanes, acc[j]), ...);
    return simd::stepped(c, c_stride);
  }
  template <std::size_t... i>
  CACHEBOUND_INLINE float* add_rows(const Reg* acc, float* c, std::ptrdiff_t c_stride, std::index_sequence<i...>) {
    ((c = add_row(acc + i * vectors, c, c_stride, std::make_index_sequence<vectors>{})), ...);
    return c;
  }
  template <std::size_t... i>
  CACHEBOUND_INLINE float* store_rows(const Reg* acc, float* c, std::ptrdiff_t c_stride, std::index_sequence<i...>) {
    ((c = store_row(acc + i * vectors, c, c_stride, std::make_index_sequence<vectors>{})), ...);
    return c;
  }

  /// A panel of B stays in L1 while those of A stream past it.
  static void multiply(const PanelProduct& p) {
    const float* b = p.b;
    float* column = p.c;
    for (int columns = p.column_panels; columns > 0; --columns) {
      const float* a = p.a;
      float* c = column;
      for (int rows = p.row_panels; rows > 0; --rows) {
        c = run(p.depth, a, b, c, p.c_stride, p.accumulate, std::make_index_sequence<accumulators>{});
        a += static_cast<std::ptrdiff_t>(p.depth) * mr;
      }
      b += static_cast<std::ptrdiff_t>(p.depth) * nr;
      column += nr;
    }
  }

  static constexpr MicroKernel kernel(Isa isa) {
    static_assert(mr % V::lanes_of_a == 0, "a panel of A is loaded whole");
    return {.isa = isa,
            .mr = mr,
            .nr = nr,
            .vector_bytes = static_cast<int>(sizeof(Reg)),
            .multiply = &multiply,
            .pack_a = &pack_a<V, mr>,
            .pack_b = &pack_b<V, vectors>,
            .pack_a_transposed = &pack_a_transposed<V, mr>,
            .pack_b_transposed = &pack_b_transposed<V, vectors>};
  }
};

}  // namespace cachebound::operators::gemm
