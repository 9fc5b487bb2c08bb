// SPDX-License-Identifier: Apache-2.0
// Which rows of a result a reference computes, so that the time it takes stays bounded.
#pragma once

#include <cstdint>
#include <vector>

namespace cachebound::operators {

/// Multiply-adds of a reference: all elements while the whole result needs no more, then whole rows.
inline constexpr double full_check_limit = 512.0 * 512.0 * 512.0;

/// As many of `rows` rows, each of `per_row` multiply-adds, as `limit` allows: one at a seeded place in each of equal
/// stretches and always the last, so that a partial tile at the edge is still seen.
std::vector<std::int64_t> sampled_rows(std::int64_t rows, double per_row, std::uint64_t seed, double limit);

}  // namespace cachebound::operators
