// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/traffic_count.hpp"

namespace cachebound::operators::gemm {
namespace {

constexpr std::int64_t bytes(int a, int b) { return std::int64_t{4} * a * b; }

struct Counter {
  GemmBlocking blocking;
  TiledTraffic traffic;

  void pack_b(Range block, Range depth) {
    for_ranges(block, blocking.nr, [&](Range columns) {
      traffic.pack_b += {bytes(columns.size, depth.size), bytes(blocking.nr, depth.size)};
    });
  }
  void pack_a(Range block, Range depth) {
    for_ranges(block, blocking.mr, [&](Range rows) {
      traffic.pack_a += {bytes(rows.size, depth.size), bytes(blocking.mr, depth.size)};
    });
  }
  void multiply(Range rows_of_block, Range columns_of_block, Range depth) {
    for_ranges(columns_of_block, blocking.nr, [&](Range columns) {
      for_ranges(rows_of_block, blocking.mr, [&](Range rows) { count_tile(rows, columns, depth); });
    });
  }
  void count_tile(Range rows, Range columns, Range depth) {
    const std::int64_t tile = bytes(rows.size, columns.size);
    traffic.panels += {bytes(blocking.mr + blocking.nr, depth.size), 0};
    traffic.c += {depth.start > 0 ? tile : 0, tile};
    if (rows.size < blocking.mr || columns.size < blocking.nr) {
      traffic.edge_tile += {tile, bytes(blocking.mr, blocking.nr)};
    }
  }
};

}  // namespace

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

TiledTraffic count_tiled_traffic(const GemmShape& shape, const GemmBlocking& blocking, Ahead ahead) {
  Counter counter{blocking, {}};
  for (int product = 0; product < shape.batch; ++product) walk_blocks(shape, blocking, counter, ahead);
  return counter.traffic;
}

}  // namespace cachebound::operators::gemm
