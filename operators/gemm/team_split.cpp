// SPDX-License-Identifier: Apache-2.0
#include "operators/gemm/team_split.hpp"

#include <algorithm>

namespace cachebound::operators::gemm {

Range part_of(int units, int index, int parts) {
  const auto before = [&](int i) { return static_cast<int>(static_cast<long long>(units) * i / parts); };
  return {before(index), before(index + 1) - before(index)};
}

std::vector<Share> split_for_team(const GemmShape& shape, int mr, int nr, int threads) {
  const Share whole{{0, shape.batch}, {0, shape.m}, {0, shape.n}};
  const int row_tiles = (shape.m + mr - 1) / mr;
  const int column_tiles = (shape.n + nr - 1) / nr;
  const bool by_columns = column_tiles >= row_tiles;
  std::vector<Share> shares;
  for (int thread = 0; thread < threads; ++thread) {
    Share share = whole;
    if (shape.batch >= threads) {
      share.products = part_of(shape.batch, thread, threads);
    } else {
      const int tile = by_columns ? nr : mr;
      Range& divided = by_columns ? share.columns : share.rows;
      const Range tiles = part_of(by_columns ? column_tiles : row_tiles, thread, threads);
      const int end = std::min((tiles.start + tiles.size) * tile, divided.size);
      divided = {tiles.start * tile, end - tiles.start * tile};
      if (divided.size <= 0) continue;
    }
    shares.push_back(share);
  }
  return shares;
}

GemmShape shape_of(const Share& share, const GemmShape& whole) {
  GemmShape shape = whole;
  shape.batch = 1;
  shape.m = share.rows.size;
  shape.n = share.columns.size;
  return shape;
}

}  // namespace cachebound::operators::gemm
