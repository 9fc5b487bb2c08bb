// SPDX-License-Identifier: Apache-2.0
// Order statistics. No distribution is assumed anywhere: what disturbs a measurement here is one-sided and
// heavy-tailed.
#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "microbench/measurement.hpp"

namespace cachebound {

/// Median of a non-empty set; the mean of the middle two for an even count.
double median(std::span<const double> values);

/// The value at `rank` (0 = smallest) of a non-empty set.
double order_statistic(std::span<const double> values, std::size_t rank);

/// Two ranks (from 0) between which the median of the parent distribution lies.
struct RankInterval {
  int low = 0;
  int high = 0;
  double confidence = 0.0;  ///< exact coverage from the binomial distribution
};

/// Minimum and maximum of fewer values bound the median with less than 90 % (of four: 1 - 2/16).
inline constexpr int fewest_rounds = 5;

/// The narrowest symmetric pair of ranks whose coverage is at least 90 %; for fewer than 5 values minimum and maximum,
/// with the (smaller) coverage that they have. Source: David & Nagaraja, Order Statistics, 3rd ed., 7.1.
RankInterval median_interval(int count);

/// Median and interval of round medians, widened to `resolution` (relative) on each side: values that agree to the last
/// tick of the timer are not known better than that tick.
template <typename Q>
Estimate<Q> estimate(std::span<const double> rounds, double resolution, int samples, int dropped) {
  if (rounds.empty()) return {.value = {}, .low = {}, .high = {}, .samples = 0, .dropped = dropped, .rounds = 0};
  const double middle = median(rounds);
  const RankInterval ranks = median_interval(static_cast<int>(rounds.size()));
  const double low = order_statistic(rounds, static_cast<std::size_t>(ranks.low));
  const double high = order_statistic(rounds, static_cast<std::size_t>(ranks.high));
  const double margin = middle * resolution;
  return {.value = {middle},
          .low = {std::min(low, middle - margin)},
          .high = {std::max(high, middle + margin)},
          .samples = samples,
          .dropped = dropped,
          .rounds = static_cast<int>(rounds.size())};
}

/// Whether low and high bound the median at all. Where the rounds are not known, the file is believed.
template <typename Q>
bool has_interval(const Estimate<Q>& estimate) {
  return estimate.rounds == 0 || estimate.rounds >= fewest_rounds;
}

/// (high - low) / (2 value): what the stopping rule and the quality mark look at.
template <typename Q>
double relative_half_width(const Estimate<Q>& estimate) {
  return estimate.value.value == 0.0 ? 1.0 : (estimate.high - estimate.low).value / (2.0 * estimate.value.value);
}

}  // namespace cachebound
