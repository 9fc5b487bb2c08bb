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

  friend bool operator==(const Range&, const Range&) = default;
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

/// `actions` has pack_b(columns, depth), pack_a(rows, depth) and multiply(rows, columns, depth), each of whole blocks:
/// what a call costs comes once per block, not once per tile. The operand that was packed `ahead` is not packed again.
template <typename Actions>
void walk_blocks(const GemmShape& shape, const GemmBlocking& blocking, Actions& actions, Ahead ahead = Ahead::none,
                 bool with_multiply = true) {
  for (Range n; n.start < shape.n; n.start += n.size) {
    n.size = std::min(blocking.nc, shape.n - n.start);
    for (Range k; k.start < shape.k; k.start += k.size) {
      k.size = std::min(blocking.kc, shape.k - k.start);
      if (ahead != Ahead::b) actions.pack_b(n, k);
      for (Range m; m.start < shape.m; m.start += m.size) {
        m.size = std::min(blocking.mc, shape.m - m.start);
        if (ahead != Ahead::a) actions.pack_a(m, k);
        if (with_multiply) actions.multiply(m, n, k);
      }
    }
  }
}

}  // namespace cachebound::operators::gemm
