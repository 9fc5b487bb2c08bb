// SPDX-License-Identifier: Apache-2.0
#include "operators/sampled_rows.hpp"

#include <algorithm>
#include <random>

namespace cachebound::operators {

std::vector<std::int64_t> sampled_rows(std::int64_t rows, double per_row, std::uint64_t seed, double limit) {
  constexpr double most = 1e9;  // so that rows * count cannot overflow
  const std::int64_t count =
      std::clamp<std::int64_t>(static_cast<std::int64_t>(std::min(limit / per_row, most)), 1, rows);
  std::mt19937_64 random(seed);
  std::vector<std::int64_t> sampled;
  for (std::int64_t r = 0; r < count; ++r) {
    const std::int64_t start = rows * r / count;
    const std::int64_t end = rows * (r + 1) / count;
    const auto offset = static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(end - start));
    sampled.push_back(r + 1 == count ? rows - 1 : start + offset);
  }
  return sampled;
}

}  // namespace cachebound::operators
