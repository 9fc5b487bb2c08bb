// SPDX-License-Identifier: Apache-2.0
#include "analysis/segmentation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <optional>
#include <utility>

namespace cachebound::analysis {
namespace {

constexpr double infinite = std::numeric_limits<double>::infinity();

/// Half of the octaves to each neighbour; at the ends the one gap counts as if it continued outward.
std::vector<double> octaves_of_points(const std::vector<SweepPoint>& points) {
  const std::size_t n = points.size();
  if (n == 1) return {1.0};
  std::vector<double> octaves(n, 0.0);
  for (std::size_t i = 0; i + 1 < n; ++i) {
    const double gap = std::log2(points[i + 1].working_set.value / points[i].working_set.value);
    octaves[i] += gap / 2;
    octaves[i + 1] += gap / 2;
  }
  octaves.front() *= 2;
  octaves.back() *= 2;
  return octaves;
}

struct Candidate {
  double rate = 0.0;
  double cost = infinite;  ///< infinite: not flat for long enough to be a level
};

/// The weighted median minimises the weighted sum of absolute deviations, and is not moved by a knee or an outlier.
double weighted_median(std::vector<std::pair<double, double>> value_and_weight) {
  std::sort(value_and_weight.begin(), value_and_weight.end());
  double total = 0.0;
  for (const auto& [value, weight] : value_and_weight) total += weight;
  double below = 0.0;
  for (const auto& [value, weight] : value_and_weight) {
    below += weight;
    if (below >= total / 2) return value;
  }
  return value_and_weight.back().first;
}

Candidate assess(const std::vector<SweepPoint>& points, const std::vector<double>& octaves, std::size_t begin,
                 std::size_t end, const LevelPolicy& policy) {
  std::vector<std::pair<double, double>> logs;
  for (std::size_t i = begin; i < end; ++i) logs.emplace_back(std::log(points[i].rate), octaves[i]);
  const double middle = weighted_median(logs);
  Candidate result{.rate = std::exp(middle), .cost = policy.price_of_level};
  double flat = 0.0;
  for (const auto& [value, weight] : logs) {
    result.cost += weight * std::abs(value - middle);
    if (std::abs(value - middle) <= policy.flat_within) flat += weight;
  }
  if (flat < policy.flat_octaves) result.cost = infinite;
  return result;
}

}  // namespace

std::vector<Piece> cut_into_pieces(const std::vector<SweepPoint>& points, std::size_t at_most,
                                   const LevelPolicy& policy) {
  const std::size_t n = points.size();
  const std::vector<double> octaves = octaves_of_points(points);
  const auto index = [n](std::size_t begin, std::size_t end) { return begin * (n + 1) + end; };
  std::vector<Candidate> candidates((n + 1) * (n + 1));
  for (std::size_t begin = 0; begin < n; ++begin)
    for (std::size_t end = begin + 1; end <= n; ++end)
      candidates[index(begin, end)] = assess(points, octaves, begin, end, policy);

  // best[k][piece]: least cost of the points up to the end of `piece`, which is the (k+1)-th one.
  struct Best {
    double cost = infinite;
    std::size_t previous_begin = 0;
  };
  std::vector<std::vector<Best>> best(at_most, std::vector<Best>(candidates.size()));
  for (std::size_t end = 1; end <= n; ++end) best[0][index(0, end)].cost = candidates[index(0, end)].cost;
  for (std::size_t k = 1; k < at_most; ++k)
    for (std::size_t begin = 1; begin < n; ++begin)
      for (std::size_t before = 0; before < begin; ++before) {
        const double inner = best[k - 1][index(before, begin)].cost;
        if (inner == infinite) continue;
        const double highest = candidates[index(before, begin)].rate / policy.least_drop;
        for (std::size_t end = begin + 1; end <= n; ++end) {
          const Candidate& piece = candidates[index(begin, end)];
          const double cost = inner + piece.cost;
          Best& here = best[k][index(begin, end)];
          if (piece.rate <= highest && cost < here.cost) here = {cost, before};
        }
      }

  std::size_t pieces = 0, begin = 0;
  double least = infinite;
  for (std::size_t k = 0; k < at_most; ++k)
    for (std::size_t first = 0; first < n; ++first)
      if (best[k][index(first, n)].cost < least) {
        least = best[k][index(first, n)].cost;
        pieces = k + 1;
        begin = first;
      }
  std::vector<Piece> result;
  // No cut is flat anywhere (two points on a slope, say): one piece, as nothing better is known.
  if (pieces == 0) return {{.begin = 0, .end = n, .rate = points.front().rate}};
  for (std::size_t end = n; pieces > 0; --pieces) {
    result.push_back({.begin = begin, .end = end, .rate = candidates[index(begin, end)].rate});
    const std::size_t previous = best[pieces - 1][index(begin, end)].previous_begin;
    end = begin;
    begin = previous;
  }
  std::reverse(result.begin(), result.end());
  return result;
}

}  // namespace cachebound::analysis
