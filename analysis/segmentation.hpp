// SPDX-License-Identifier: Apache-2.0
// The optimisation behind levels.hpp: cuts a sweep into flat, falling pieces. Kept apart because it knows nothing of
// caches.
#pragma once

#include <cstddef>
#include <vector>

#include "analysis/levels.hpp"

namespace cachebound::analysis {

/// Points [begin, end) of the sweep and the rate that stands for them.
struct Piece {
  std::size_t begin = 0;
  std::size_t end = 0;
  double rate = 0.0;
};

/// `points` sorted by size, distinct sizes, positive rates. At least one piece for at least one point.
std::vector<Piece> cut_into_pieces(const std::vector<SweepPoint>& points, std::size_t at_most,
                                   const LevelPolicy& policy);

}  // namespace cachebound::analysis
