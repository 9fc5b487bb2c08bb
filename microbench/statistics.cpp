// SPDX-License-Identifier: Apache-2.0
#include "microbench/statistics.hpp"

#include <algorithm>
#include <cmath>

#include "microbench/result.hpp"

namespace cachebound {

double median(std::span<const double> values) {
  CACHEBOUND_ASSERT(!values.empty());
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t middle = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[middle] : 0.5 * (sorted[middle - 1] + sorted[middle]);
}

double order_statistic(std::span<const double> values, std::size_t rank) {
  CACHEBOUND_ASSERT(rank < values.size());
  std::vector<double> copy(values.begin(), values.end());
  std::nth_element(copy.begin(), copy.begin() + static_cast<std::ptrdiff_t>(rank), copy.end());
  return copy[rank];
}

RankInterval median_interval(int count) {
  CACHEBOUND_ASSERT(count > 0);
  constexpr double wanted = 0.90;
  RankInterval best{.low = 0, .high = count - 1, .confidence = 0.0};
  // Coverage of (x[r], x[n-1-r]) is 1 - 2 * P(Binomial(n, 1/2) <= r).
  double tail = 0.0;
  double term = std::pow(0.5, count);
  for (int rank = 0; 2 * rank < count - 1 || rank == 0; ++rank) {
    tail += term;
    const double confidence = std::max(0.0, 1.0 - 2.0 * tail);
    if (rank == 0) best.confidence = confidence;
    if (confidence < wanted) break;
    best = {.low = rank, .high = count - 1 - rank, .confidence = confidence};
    term *= static_cast<double>(count - rank) / static_cast<double>(rank + 1);
  }
  return best;
}

}  // namespace cachebound
