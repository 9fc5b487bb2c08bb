// SPDX-License-Identifier: Apache-2.0
#include "microbench/nearest.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <numeric>

namespace cachebound {
namespace {

/// Levenshtein distance, one row at a time.
std::size_t distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), std::size_t{0});
  for (std::size_t i = 0; i < a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i + 1;
    for (std::size_t j = 0; j < b.size(); ++j) {
      const std::size_t substituted = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({substituted, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

}  // namespace

std::string nearest(std::string_view text, const std::vector<std::string>& candidates) {
  const auto best = std::min_element(candidates.begin(), candidates.end(), [&](const auto& a, const auto& b) {
    return distance(text, a) < distance(text, b);
  });
  return best == candidates.end() ? std::string() : *best;
}

std::string suggestion(std::string_view text, const std::vector<std::string>& candidates) {
  if (candidates.empty()) return {};
  const std::string best = nearest(text, candidates);
  if (2 * distance(text, best) <= text.size() + 1) return fmt::format("did you mean '{}'?", best);
  return fmt::format("there are: {}", fmt::join(candidates, ", "));
}

}  // namespace cachebound
