// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/traffic_count.hpp"

#include "operators/element_type.hpp"

namespace cachebound::operators::gemm {
namespace {

struct Counter {
  GemmBlocking blocking;
  ElementFacts element;
  TiledTraffic traffic;

  [[nodiscard]] std::int64_t operands(int a, int b) const { return element.operand_bytes * a * b; }
  [[nodiscard]] std::int64_t results(int a, int b) const { return element.result_bytes * a * b; }
  /// What a panel holds of a block's depth.
  [[nodiscard]] int padded(Range depth) const {
    return (depth.size + element.depth_multiple - 1) / element.depth_multiple * element.depth_multiple;
  }

  void pack_b(Range block, Range depth) {
    for_ranges(block, blocking.nr, [&](Range columns) {
      traffic.pack_b += {operands(columns.size, depth.size), operands(blocking.nr, padded(depth))};
    });
  }
  void pack_a(Range block, Range depth) {
    for_ranges(block, blocking.mr, [&](Range rows) {
      traffic.pack_a += {operands(rows.size, depth.size), operands(blocking.mr, padded(depth))};
    });
  }
  void multiply(Range rows_of_block, Range columns_of_block, Range depth) {
    for_ranges(columns_of_block, blocking.nr, [&](Range columns) {
      for_ranges(rows_of_block, blocking.mr, [&](Range rows) { count_tile(rows, columns, depth); });
    });
  }
  void count_tile(Range rows, Range columns, Range depth) {
    const std::int64_t tile = results(rows.size, columns.size);
    traffic.panels += {operands(blocking.mr + blocking.nr, padded(depth)), 0};
    traffic.c += {depth.start > 0 ? tile : 0, tile};
    if (rows.size < blocking.mr || columns.size < blocking.nr) {
      traffic.edge_tile += {tile, results(blocking.mr, blocking.nr)};
    }
  }
};

}  // namespace

ElementFacts element_facts(DType dtype) {
  return {.operand_bytes = static_cast<std::int64_t>(bytes_of(dtype)),
          .result_bytes = static_cast<std::int64_t>(result_bytes_of(dtype)),
          .depth_multiple = dtype == DType::bf16 ? depth_multiple<Bf16> : 1};
}

LoadStore TiledTraffic::packing() const {
  LoadStore sum = pack_a;
  sum += pack_b;
  return sum;
}

LoadStore TiledTraffic::total() const {
  LoadStore sum = packing();
  sum += panels;
  sum += c;
  sum += edge_tile;
  return sum;
}

TiledTraffic count_tiled_traffic(const GemmShape& shape, const GemmBlocking& blocking, Ahead ahead,
                                 const ElementFacts& element) {
  Counter counter{blocking, element, {}};
  for (int product = 0; product < shape.batch; ++product) walk_blocks(shape, blocking, counter, ahead);
  return counter.traffic;
}

}  // namespace cachebound::operators::gemm
