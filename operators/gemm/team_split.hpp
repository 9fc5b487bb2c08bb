// SPDX-License-Identifier: Apache-2.0
// How a team divides a product: into products, so that each thread packs and computes for itself and none waits for
// another before the end. What they share they read twice; its closed form is analysis/traffic's team_l1_bytes.
#pragma once

#include <vector>

#include "operators/gemm/gemm_shape.hpp"
#include "operators/gemm/loop_nest.hpp"

namespace cachebound::operators::gemm {

/// Part `index` of `parts` of so many units: as even as can be, the last the largest.
Range part_of(int units, int index, int parts);

/// What one thread does: these rows and columns of each of these products.
struct Share {
  Range products;
  Range rows;
  Range columns;

  friend bool operator==(const Share&, const Share&) = default;
};

/// Pure. Whole products where a batch has one for each thread; else columns, or rows where those are more tiles of
/// `mr` x `nr`, in whole tiles. Fewer shares than threads where there are fewer tiles.
std::vector<Share> split_for_team(const GemmShape& shape, int mr, int nr, int threads);

/// The product that a share computes, again and again: its dimensions, with the transposes of the whole.
GemmShape shape_of(const Share& share, const GemmShape& whole);

}  // namespace cachebound::operators::gemm
