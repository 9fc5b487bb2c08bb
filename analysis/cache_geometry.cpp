// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_geometry.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>

#include "analysis/ceilings.hpp"
#include "analysis/levels.hpp"
#include "microbench/statistics.hpp"

namespace cachebound::analysis {
namespace {

/// See measured_caches.
constexpr double missing_share = 0.2;
constexpr double fits_within = 1.5;
/// Sizes in quarters of an octave are at most 1.25 apart, the sweeps' halves of an octave 1.5.
constexpr double widest_kept = 1.25;
constexpr double least_step = 1.3;
/// With a line of L1 the second load of a pair costs 3 to 5 cycles instead of an L2's 10 to 25, so that the pair's mean
/// falls by a third. Half of that is a step; noise is not.
constexpr double least_pair_step = 1.2;

struct LatencyPoint {
  Bytes size{};
  double latency = 0.0;
};

bool is_chase(const ProbeMeasurement& row) {
  return row.kind == CeilingKind::latency && !row.error && row.threads == 1 && row.working_set.has_value() &&
         row.quality != Quality::emulated;
}

/// In cycles where all rows have them, else in seconds: only ratios matter.
double latency_of(const ProbeMeasurement& row, bool in_cycles) {
  return in_cycles ? row.latency_cycles.value.value : row.latency_seconds.value.value;
}

template <typename Wanted>
std::vector<const ProbeMeasurement*> chases(const std::vector<ProbeMeasurement>& rows, Wanted wanted) {
  std::vector<const ProbeMeasurement*> chosen;
  for (const ProbeMeasurement& row : rows)
    if (is_chase(row) && wanted(row)) chosen.push_back(&row);
  return chosen;
}

bool all_in_cycles(const std::vector<const ProbeMeasurement*>& rows) {
  return std::all_of(rows.begin(), rows.end(), [](const auto* row) { return row->cycles_known; });
}

std::vector<LatencyPoint> points_of(const std::vector<ProbeMeasurement>& rows) {
  const auto paged = chases(rows, [](const ProbeMeasurement& row) { return !row.apart && is_page_by_page(row); });
  const bool in_cycles = all_in_cycles(paged);
  std::vector<LatencyPoint> points;
  for (const auto* row : paged) points.push_back({*row->working_set, latency_of(*row, in_cycles)});
  std::sort(points.begin(), points.end(), [](const auto& a, const auto& b) { return a.size < b.size; });
  return points;
}

/// The latency of a level: the median of its points at least twice as large as the cache inside it, which still holds a
/// part of smaller ones.
std::optional<double> latency_of_level(const std::vector<LatencyPoint>& points, const LevelPlateau& level,
                                       const LevelPlateau* inner) {
  std::vector<double> here;
  for (const LatencyPoint& point : points) {
    const bool clear = inner == nullptr || point.size >= 2.0 * inner->last;
    if (clear && point.size <= level.last && (inner == nullptr || point.size >= level.first))
      here.push_back(point.latency);
  }
  if (here.empty()) return std::nullopt;
  return median(here);
}

/// Empty where latencies do not tell.
std::optional<CacheSize> by_latency(const std::vector<LatencyPoint>& points, const std::vector<LevelPlateau>& levels,
                                    std::size_t i) {
  if (i + 1 >= levels.size()) return std::nullopt;
  const LevelPlateau* inner = i == 0 ? nullptr : &levels[i - 1];
  const auto here = latency_of_level(points, levels[i], inner);
  const auto beyond = latency_of_level(points, levels[i + 1], &levels[i]);
  if (!here || !beyond || *beyond < least_step * *here) return std::nullopt;
  const double limit = std::min(*here + missing_share * (*beyond - *here), fits_within * *here);
  CacheSize found{.level = levels[i].level, .size = {}, .source = "measured", .at_most = {}};
  for (const LatencyPoint& point : points) {
    if (inner != nullptr && point.size < 2.0 * inner->last) continue;
    if (point.latency > limit) {
      found.at_most = point.size;
      break;
    }
    found.size = point.size;
  }
  if (!(found.size.value > 0.0) || !found.at_most) return std::nullopt;
  // One size that is slow among fast ones is a disturbance, and no end.
  const auto fits_again = [&](const LatencyPoint& point) {
    return point.size > *found.at_most && point.size <= levels[i].last && point.latency <= limit;
  };
  if (std::any_of(points.begin(), points.end(), fits_again)) return std::nullopt;
  // Few sizes tell less than the sweep does: the narrower bracket stands.
  const auto& sweep = levels[i];
  if (sweep.beyond && ratio(*found.at_most, found.size) > std::max(widest_kept, ratio(*sweep.beyond, sweep.last)))
    return std::nullopt;
  found.method = "latency";
  return found;
}

}  // namespace

std::vector<CacheSize> measured_caches(const std::vector<ProbeMeasurement>& rows,
                                       const std::vector<LevelPlateau>& levels) {
  const std::vector<LatencyPoint> points = points_of(rows);
  std::vector<CacheSize> caches;
  for (std::size_t i = 0; i < levels.size(); ++i) {
    if (levels[i].level == Level::dram) continue;
    const auto found = by_latency(points, levels, i);
    caches.push_back(found ? *found
                           : CacheSize{.level = levels[i].level,
                                       .size = levels[i].last,
                                       .source = "measured",
                                       .at_most = levels[i].beyond,
                                       .method = "bandwidth"});
  }
  const auto line = measured_line(rows);
  if (!caches.empty() && caches.front().level == Level::l1) caches.front().line = line;
  return caches;
}

std::optional<Bytes> measured_line(const std::vector<ProbeMeasurement>& rows) {
  auto pairs = chases(rows, [](const ProbeMeasurement& row) { return row.apart.has_value(); });
  if (pairs.size() < 2) return std::nullopt;
  const bool in_cycles = all_in_cycles(pairs);
  std::sort(pairs.begin(), pairs.end(), [](const auto* a, const auto* b) { return *a->apart < *b->apart; });
  const double least = latency_of(*pairs.front(), in_cycles);
  const double most = latency_of(*pairs.back(), in_cycles);
  if (most < least_pair_step * least) return std::nullopt;
  const auto in_one_line = [&](const ProbeMeasurement* row) {
    return latency_of(*row, in_cycles) < (least + most) / 2;
  };
  // Once out of the line, no longer distance is in it again: otherwise something else was seen.
  const auto first_out = std::find_if_not(pairs.begin(), pairs.end(), in_one_line);
  if (std::any_of(first_out, pairs.end(), in_one_line)) return std::nullopt;
  // A filter may have left distances out: the line is known only if half of it was seen to be inside.
  const Bytes line = *(*first_out)->apart;
  if (line != 2.0 * *(*std::prev(first_out))->apart) return std::nullopt;
  return line;
}

std::vector<Finding> compare_geometry(const std::vector<CacheSize>& measured, const std::vector<LevelPlateau>& levels,
                                      const std::vector<CacheSize>& nominal, const std::string& core_kind) {
  std::vector<Finding> findings;
  for (const CacheSize& cache : measured) {
    for (const CacheSize& stated : nominal) {
      if (stated.level != cache.level || !stated.line || !cache.line || *stated.line == *cache.line) continue;
      findings.push_back(
          {.id = "nominal-line-size-contradicted",
           .text = fmt::format("its nominal {} line of {:g} bytes ({}) is contradicted: dependent loads "
                               "{:g} bytes apart do not share one, nearer ones do",
                               to_string(cache.level), stated.line->value, stated.source, cache.line->value),
           .consequence = "traffic beyond this level is counted in lines of 64 bytes",
           .core_kind = core_kind});
    }
    const auto plateau =
        std::find_if(levels.begin(), levels.end(), [&](const LevelPlateau& each) { return each.level == cache.level; });
    if (cache.method != "latency" || plateau == levels.end() || !plateau->beyond || !cache.at_most) continue;
    // Half an octave: a sweep's plateau ends early where its streams share the cache with others, and a latency's late
    // where replacement is kind to random order.
    constexpr double apart = 1.5;
    if (cache.size <= apart * *plateau->beyond && plateau->last <= apart * *cache.at_most) continue;
    findings.push_back(
        {.id = "cache-size-methods-disagree",
         .text = fmt::format("{}: latencies end its cache between {} and {}, the read sweep between {} and {}",
                             to_string(cache.level), size_text(cache.size), size_text(*cache.at_most),
                             size_text(plateau->last), size_text(*plateau->beyond)),
         .consequence = "ceilings are placed by the sweep; the size that is stated is that of the latencies",
         .core_kind = core_kind});
  }
  return findings;
}

}  // namespace cachebound::analysis
