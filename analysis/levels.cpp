// SPDX-License-Identifier: Apache-2.0
#include "analysis/levels.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "analysis/segmentation.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::array cache_levels{Level::l1, Level::l2, Level::l3};
constexpr std::size_t most_pieces = cache_levels.size() + 1;  // and DRAM

std::vector<SweepPoint> clean(std::vector<SweepPoint> points) {
  std::erase_if(points, [](const SweepPoint& p) { return !(p.rate > 0.0) || !(p.working_set.value > 0.0); });
  std::sort(points.begin(), points.end(), [](const SweepPoint& a, const SweepPoint& b) {
    return a.working_set != b.working_set ? a.working_set < b.working_set : a.rate > b.rate;
  });
  const auto same_size = [](const SweepPoint& a, const SweepPoint& b) { return a.working_set == b.working_set; };
  points.erase(std::unique(points.begin(), points.end(), same_size), points.end());
  return points;
}

/// Members are those within `flat_within` of the rate, or above it: a fast first point of L2 still is L2.
LevelPlateau plateau_of(const std::vector<SweepPoint>& points, const Piece& piece, bool per_cycle,
                        const LevelPolicy& policy) {
  const double floor = piece.rate * (1.0 - policy.flat_within);
  std::size_t last = piece.begin;
  for (std::size_t i = piece.begin; i < piece.end; ++i)
    if (points[i].rate >= floor) last = i;
  std::size_t first = piece.begin;
  const double roof = piece.rate * (1.0 + policy.flat_within);
  while (first < last && (points[first].rate > roof || points[first].rate < floor)) ++first;
  LevelPlateau plateau;
  plateau.first = points[first].working_set;
  plateau.last = points[last].working_set;
  plateau.rate = piece.rate;
  plateau.per_cycle = per_cycle;
  if (last + 1 < points.size()) plateau.beyond = points[last + 1].working_set;
  return plateau;
}

Bytes largest_nominal(const std::vector<CacheSize>& nominal) {
  Bytes largest{};
  for (const CacheSize& cache : nominal) largest = std::max(largest, cache.size);
  return largest;
}

/// Two plateaus of one name are one level, whose first sizes are still half in the cache before: the last ones count.
void merge_same_level(std::vector<LevelPlateau>& plateaus) {
  for (std::size_t i = 1; i < plateaus.size();) {
    if (plateaus[i].level != plateaus[i - 1].level) {
      ++i;
      continue;
    }
    plateaus[i].first = plateaus[i - 1].first;
    plateaus.erase(plateaus.begin() + static_cast<std::ptrdiff_t>(i) - 1);
  }
}

/// Empty when the last piece is DRAM, else why it is not taken for it.
std::string doubt_about_dram(const std::vector<SweepPoint>& points, const std::vector<Piece>& pieces,
                             const std::vector<LevelPlateau>& plateaus, const std::vector<CacheSize>& nominal) {
  const Bytes end = points.back().working_set;
  if (pieces.size() < 2)
    return fmt::format("not reached: the rate never falls over the sweep, which ends at {}", size_text(end));
  const Bytes nominal_last = largest_nominal(nominal);
  // One size deep inside of what a cache should hold is no memory, however many plateaus there seem to be: the edge of a
  // cache is easily taken for one. (Hypervisors do state more than there is, hence half.)
  if (plateaus.back().first == plateaus.back().last && end <= 0.5 * nominal_last)
    return fmt::format("not reached: the sweep ends at {}, the only size of its last plateau, within half of the largest "
                       "nominal cache ({})",
                       size_text(end), size_text(nominal_last));
  if (pieces.size() < most_pieces && pieces.size() <= nominal.size() && end < 2.0 * nominal_last)
    return fmt::format(
        "not reached: the sweep ends at {}, below twice the largest nominal cache ({}), and shows no more plateaus "
        "({}) "
        "than there are nominal caches",
        size_text(end), size_text(nominal_last), plateaus.size());
  return {};
}

/// Where the next level's name comes from: plateaus are counted from L1, past those caches which no size of the sweep
/// can show (none lies above the cache inside it and within its stated size).
class CacheNames {
 public:
  CacheNames(const std::vector<SweepPoint>& points, const std::vector<CacheSize>& nominal) {
    Bytes inner{};
    for (std::size_t i = 0; i < cache_levels.size(); ++i) {
      const auto stated = std::find_if(nominal.begin(), nominal.end(),
                                       [&](const CacheSize& cache) { return cache.level == cache_levels[i]; });
      if (stated == nominal.end()) continue;
      sampled_[i] = i == 0 || std::any_of(points.begin(), points.end(), [&](const SweepPoint& point) {
                      return point.working_set > inner && point.working_set <= stated->size;
                    });
      inner = stated->size;
    }
  }
  Level next() {
    const std::size_t from = next_;
    while (next_ < cache_levels.size() && !sampled_[next_]) ++next_;
    // More plateaus than caches that could be seen: what is stated is incomplete or wrong, and they are counted on.
    if (next_ == cache_levels.size()) next_ = std::min(from, cache_levels.size() - 1);
    return cache_levels[next_++];
  }

 private:
  std::array<bool, cache_levels.size()> sampled_{true, true, true};
  std::size_t next_ = 0;
};

/// Empty where the sweep begins inside L1, from which levels are counted; else why none is named.
std::string doubt_about_l1(const std::vector<SweepPoint>& points, const std::vector<CacheSize>& nominal,
                           const LevelPolicy& policy) {
  const Bytes begin = points.front().working_set;
  if (begin <= policy.inside_every_l1) return {};
  for (const CacheSize& cache : nominal) {
    if (cache.level != Level::l1) continue;
    if (begin <= cache.size) return {};
    return fmt::format("no level is named: they are counted from L1 ({}, {}), and the read sweep begins beyond it, at {}",
                       size_text(cache.size), cache.source, size_text(begin));
  }
  return fmt::format("no level is named: they are counted from L1, and the read sweep begins at {}, which may lie beyond "
                     "it (no size is stated; {} lies inside that of every known core)",
                     size_text(begin), size_text(policy.inside_every_l1));
}

/// By latencies where they tell, else by the sweep.
CacheSize bracket_of(const LevelPlateau& plateau, const std::vector<CacheSize>& caches) {
  for (const CacheSize& cache : caches)
    if (cache.level == plateau.level && cache.method == "latency") return cache;
  return {.level = plateau.level, .size = plateau.last, .source = {}, .at_most = plateau.beyond};
}

}  // namespace

std::string size_text(Bytes size) {
  constexpr double kib = 1024.0;
  if (size.value >= kib * kib * kib) return fmt::format("{:.4g} GiB", size.value / (kib * kib * kib));
  if (size.value >= kib * kib) return fmt::format("{:.4g} MiB", size.value / (kib * kib));
  return fmt::format("{:.4g} KiB", size.value / kib);
}

LevelDecision find_levels(std::vector<SweepPoint> points, bool per_cycle, const std::vector<CacheSize>& nominal_caches,
                          const LevelPolicy& policy) {
  LevelDecision decision;
  points = clean(std::move(points));
  if (points.empty()) {
    decision.dram_note = "not reached: no read sweep was measured";
    return decision;
  }
  if (decision.dram_note = doubt_about_l1(points, nominal_caches, policy); !decision.dram_note.empty()) return decision;
  const std::vector<Piece> pieces = cut_into_pieces(points, most_pieces, policy);
  std::vector<LevelPlateau> plateaus;
  for (const Piece& piece : pieces) plateaus.push_back(plateau_of(points, piece, per_cycle, policy));

  const Bytes end = points.back().working_set;
  decision.dram_note = doubt_about_dram(points, pieces, plateaus, nominal_caches);
  decision.dram_reached = decision.dram_note.empty();
  if (decision.dram_reached) {
    const Bytes last_cache = plateaus[plateaus.size() - 2].last;
    if (end < policy.beyond_last_drop * last_cache) {
      // What follows the last drop may still be its slope, so it is neither DRAM nor a cache.
      decision.dram_reached = false;
      decision.dram_note =
          fmt::format("not reached: the sweep ends at {}, less than {:g} times the {} at which the last drop begins",
                      size_text(end), policy.beyond_last_drop, size_text(last_cache));
      plateaus.pop_back();
    } else {
      decision.dram_note = fmt::format(
          "the last plateau, from {} to the end of the sweep at {}, {:.3g} times the {} at which the last drop begins",
          size_text(plateaus.back().first), size_text(end), ratio(end, last_cache), size_text(last_cache));
    }
  }
  CacheNames names(points, nominal_caches);
  for (std::size_t i = 0; i < plateaus.size(); ++i) {
    const bool is_dram = decision.dram_reached && i + 1 == plateaus.size();
    plateaus[i].level = is_dram ? Level::dram : names.next();
  }
  merge_same_level(plateaus);
  for (LevelPlateau& plateau : plateaus) {
    plateau.detail =
        fmt::format("{:.4g} {} from {} to {}{}", plateau.rate, per_cycle ? "B/cycle" : "B/s", size_text(plateau.first),
                    size_text(plateau.last), plateau.beyond ? ", left by " + size_text(*plateau.beyond) : "");
  }
  decision.levels = std::move(plateaus);
  return decision;
}

std::vector<Finding> compare_cache_sizes(const LevelDecision& decision, const std::vector<CacheSize>& nominal_caches,
                                         const std::string& core_kind, const std::vector<CacheSize>& measured) {
  std::vector<Finding> findings;
  for (const CacheSize& nominal : nominal_caches) {
    const auto name = std::string(to_string(nominal.level));
    const auto found = std::find_if(decision.levels.begin(), decision.levels.end(),
                                    [&](const LevelPlateau& p) { return p.level == nominal.level; });
    if (found == decision.levels.end()) {
      if (!decision.dram_reached) continue;  // The sweep may simply have ended too early to see it.
      const auto gap = std::find_if(decision.levels.begin(), decision.levels.end(), [&](const LevelPlateau& p) {
        return p.beyond && nominal.size > p.last && nominal.size < *p.beyond;
      });
      if (gap != decision.levels.end()) {
        findings.push_back(
            {.id = "nominal-cache-not-sampled",
             .text = fmt::format("whether its nominal {} {} is a level was not looked at: the sweep has no "
                                 "size between {} and {}",
                                 size_text(nominal.size), name, size_text(gap->last), size_text(*gap->beyond)),
             .consequence = "a sweep with more sizes would tell",
             .core_kind = core_kind});
        continue;
      }
      findings.push_back(
          {.id = "nominal-cache-not-seen",
           .text = fmt::format("its nominal {} {} is not taken for a level: the sweep shows no plateau for it",
                               size_text(nominal.size), name),
           .consequence = "rows are placed on the levels that the sweep shows",
           .core_kind = core_kind});
      continue;
    }
    // Replacement and translation round a knee off before the nominal size; a plateau that ends before half of it does
    // not.
    const CacheSize bracket = bracket_of(*found, measured);
    const bool larger = bracket.size > 1.1 * nominal.size;
    const bool smaller = bracket.at_most && 1.5 * *bracket.at_most < nominal.size;
    if (!larger && !smaller) continue;
    const std::string what = bracket.method == "latency" ? "its latency steps" : "its plateau ends";
    const std::string shown =
        bracket.at_most
            ? fmt::format("{} between {} and {}", what, size_text(bracket.size), size_text(*bracket.at_most))
            : fmt::format("its plateau reaches {} and beyond", size_text(bracket.size));
    findings.push_back(
        {.id = "nominal-cache-size-contradicted",
         .text = fmt::format("its nominal {} {} ({}) is not taken for a level (the sweep's plateaus are): {}",
                             size_text(nominal.size), name, nominal.source, shown),
         .consequence = fmt::format("{} traffic and ceilings use the measured size", name),
         .core_kind = core_kind});
  }
  for (const LevelPlateau& plateau : decision.levels) {
    const bool stated = std::any_of(nominal_caches.begin(), nominal_caches.end(),
                                    [&](const CacheSize& c) { return c.level == plateau.level; });
    if (plateau.level == Level::dram || nominal_caches.empty() || stated) continue;
    findings.push_back(
        {.id = "plateau-without-nominal-cache",
         .text = fmt::format("the sweep shows a plateau that is named {} ({}), but no such cache is stated: "
                             "a system-level cache, or an effect of address translation",
                             to_string(plateau.level), plateau.detail),
         .consequence = "rows are placed on the levels that the sweep shows",
         .core_kind = core_kind});
  }
  return findings;
}

std::vector<LevelCapacity> cache_capacities(const std::vector<LevelPlateau>& levels,
                                            const std::vector<CacheSize>& caches) {
  std::vector<LevelCapacity> capacities;
  for (const LevelPlateau& plateau : levels) {
    if (plateau.level == Level::dram) continue;
    const CacheSize measured = bracket_of(plateau, caches);
    Bytes capacity = measured.size;
    for (const CacheSize& nominal : caches)
      if (nominal.level == plateau.level && nominal.source != "measured" && nominal.size >= measured.size &&
          measured.at_most && nominal.size <= *measured.at_most)
        capacity = nominal.size;
    capacities.push_back({plateau.level, capacity});
  }
  return capacities;
}

}  // namespace cachebound::analysis
