// SPDX-License-Identifier: Apache-2.0
// The five loops of a packed GEMM (Goto and van de Geijn 2008; the names of the loops are BLIS's), written once: the
// driver walks them to compute, traffic_count walks them to count, so the count follows the code by construction.
#pragma once

#include <algorithm>

#include "microbench/measurement.hpp"
#include "operators/gemm/gemm_shape.hpp"

namespace cachebound::operators::gemm {

/// Which operand was packed once, before any product, instead of by every product.
enum class Ahead { none, a, b };

/// A run of consecutive indices of one dimension.
struct Range {
  int start = 0;
  int size = 0;
};

template <typename F>
void for_ranges(Range whole, int block, F&& body) {
  const int end = whole.start + whole.size;
  for (int start = whole.start; start < end;) {
    const int size = std::min(block, end - start);
    body(Range{start, size});
    start += size;
  }
}

/// `actions` has pack_b(columns, depth, panel), pack_a(rows, depth, panel) and
/// multiply(rows, columns, depth, b_panel), which covers all row panels of the block: panels are numbered from 0 within
/// the packed block. The operand that was packed `ahead` is not packed again.
template <typename Actions>
void walk_blocks(const GemmShape& shape, const GemmBlocking& blocking, Actions& actions, Ahead ahead = Ahead::none,
                 bool with_multiply = true) {
  for_ranges({0, shape.n}, blocking.nc, [&](Range n) {
    for_ranges({0, shape.k}, blocking.kc, [&](Range k) {
      int panel = 0;
      if (ahead != Ahead::b) for_ranges(n, blocking.nr, [&](Range columns) { actions.pack_b(columns, k, panel++); });
      for_ranges({0, shape.m}, blocking.mc, [&](Range m) {
        int a_panels = 0;
        if (ahead != Ahead::a) for_ranges(m, blocking.mr, [&](Range rows) { actions.pack_a(rows, k, a_panels++); });
        if (!with_multiply) return;
        int b_panel = 0;
        for_ranges(n, blocking.nr, [&](Range columns) { actions.multiply(m, columns, k, b_panel++); });
      });
    });
  });
}

}  // namespace cachebound::operators::gemm
