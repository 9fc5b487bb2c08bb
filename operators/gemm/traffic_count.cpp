// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/traffic_count.hpp"

namespace cachebound::operators::gemm {
namespace {

constexpr std::int64_t bytes(int a, int b) { return std::int64_t{4} * a * b; }

struct Counter {
  GemmBlocking blocking;
  TiledTraffic traffic;

  void pack_b(Range columns, Range depth, int) {
    traffic.pack_b += {bytes(columns.size, depth.size), bytes(blocking.nr, depth.size)};
  }
  void pack_a(Range rows, Range depth, int) {
    traffic.pack_a += {bytes(rows.size, depth.size), bytes(blocking.mr, depth.size)};
  }
  void multiply(Range block, Range columns, Range depth, int) {
    const bool accumulate = depth.start > 0;
    for_ranges(block, blocking.mr, [&](Range rows) {
      const std::int64_t tile = bytes(rows.size, columns.size);
      traffic.panels += {bytes(blocking.mr + blocking.nr, depth.size), 0};
      traffic.c += {accumulate ? tile : 0, tile};
      if (rows.size < blocking.mr || columns.size < blocking.nr) {
        traffic.edge_tile += {tile, bytes(blocking.mr, blocking.nr)};
      }
    });
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
  walk_blocks(shape, blocking, counter, ahead);
  return counter.traffic;
}

}  // namespace cachebound::operators::gemm
