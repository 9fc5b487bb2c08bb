// SPDX-License-Identifier: Apache-2.0
#include "analysis/cache_geometry.hpp"

#include <array>
#include <cmath>

#include "analysis/levels.hpp"
#include "analysis/tests/example_documents.hpp"
#include "catch_compat.hpp"

using namespace cachebound;            // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::analysis;  // NOLINT(google-build-using-namespace): a test file

namespace {

constexpr double kib = 1024.0;

std::vector<LevelPlateau> levels_48k_1m() {
  return {{Level::l1, {4 * kib}, {48 * kib}, Bytes{64 * kib}, 64, true, ""},
          {Level::l2, {96 * kib}, {768 * kib}, Bytes{1024 * kib}, 32, true, ""},
          {Level::dram, {8192 * kib}, {65536 * kib}, {}, 8, true, ""}};
}

/// Quarters of an octave; the latency of each size.
template <typename LatencyOf>
std::vector<ProbeMeasurement> chase(LatencyOf latency) {
  std::vector<ProbeMeasurement> rows;
  for (double octave = 16 * kib; octave <= 32768 * kib; octave *= 2)
    for (int quarter = 4; quarter < 8; ++quarter) {
      const double size = octave * quarter / 4;
      rows.push_back(example::latency_row("chase_scalar_paged", size, latency(size)));
    }
  return rows;
}

/// Share of misses of random replacement: 1 - m = exp(-m S / C).
double random_misses(double size, double capacity) {
  if (size <= capacity) return 0.0;
  double share = 1.0;
  for (int i = 0; i < 200; ++i) share = 1.0 - std::exp(-share * size / capacity);
  return share;
}

ProbeMeasurement pair_row(double apart, double cycles) {
  ProbeMeasurement row = example::latency_row("chase_scalar_pairs", 256 * kib, cycles);
  row.apart = Bytes{apart};
  return row;
}

std::vector<ProbeMeasurement> pairs(std::array<double, 5> cycles) {
  std::vector<ProbeMeasurement> rows;
  double apart = 16;
  for (const double latency : cycles) {
    rows.push_back(pair_row(apart, latency));
    apart *= 2;
  }
  return rows;
}

}  // namespace

TEST_CASE("a step of the latency brackets each cache, whichever way it replaces lines", "[analysis][geometry]") {
  const auto least_recently_used = [](double size) {
    if (size <= 48 * kib) return 4.0;
    return size <= 1024 * kib ? 14.0 : 300.0;
  };
  const auto at_random = [](double size) {
    return 4.0 + 10.0 * random_misses(size, 48 * kib) + 286.0 * random_misses(size, 1024 * kib);
  };
  for (const auto& rows : {chase(least_recently_used), chase(at_random)}) {
    const auto caches = measured_caches(rows, levels_48k_1m());
    REQUIRE(caches.size() == 2);
    CHECK(caches[0].level == Level::l1);
    CHECK(caches[0].size == Bytes{48 * kib});
    CHECK(caches[0].at_most == Bytes{56 * kib});
    CHECK(caches[0].method == "latency");
    CHECK(caches[1].size == Bytes{1024 * kib});
    CHECK(caches[1].at_most == Bytes{1280 * kib});
    CHECK_FALSE(caches[0].line.has_value());
  }
}

TEST_CASE("a level beyond that is slower for larger sets does not stretch the cache inside it",
          "[analysis][geometry]") {
  const auto caches = measured_caches(chase([](double size) {
                                        if (size <= 48 * kib) return 4.0;
                                        if (size <= 1024 * kib) return 14.0;
                                        return size <= 1792 * kib ? 46.0 : 540.0;
                                      }),
                                      levels_48k_1m());
  CHECK(caches[1].size == Bytes{1024 * kib});
}

TEST_CASE("without a step, or without rows, the sweep's bracket stands", "[analysis][geometry]") {
  for (const auto& rows : {chase([](double) { return 4.0; }), std::vector<ProbeMeasurement>{}}) {
    const auto caches = measured_caches(rows, levels_48k_1m());
    REQUIRE(caches.size() == 2);
    CHECK(caches[1].size == Bytes{768 * kib});
    CHECK(caches[1].at_most == Bytes{1024 * kib});
    CHECK(caches[1].method == "bandwidth");
  }
}

TEST_CASE("few sizes, or one slow among fast ones, leave the sweep's bracket", "[analysis][geometry]") {
  const auto step = [](double size) {
    if (size <= 48 * kib) return 4.0;
    return size <= 1024 * kib ? 14.0 : 300.0;
  };
  std::vector<ProbeMeasurement> few;
  for (const double size : {8 * kib, 256 * kib, 32768 * kib})
    few.push_back(example::latency_row("chase_scalar_paged", size, step(size)));
  CHECK(measured_caches(few, levels_48k_1m())[0].method == "bandwidth");
  CHECK(measured_caches(few, levels_48k_1m())[1].size == Bytes{768 * kib});
  const auto disturbed = chase([&](double size) { return size == 20 * kib ? 7.0 : step(size); });
  CHECK(measured_caches(disturbed, levels_48k_1m())[0].size == Bytes{48 * kib});
  CHECK(measured_caches(disturbed, levels_48k_1m())[0].method == "bandwidth");
}

TEST_CASE("a stated size is compared with the bracket that traffic takes", "[analysis][geometry]") {
  LevelDecision decision;
  decision.levels = levels_48k_1m();
  decision.dram_reached = true;
  const std::vector<CacheSize> nominal{{.level = Level::l2, .size = {2048 * kib}, .source = "sysfs"},
                                       {.level = Level::l1, .size = {48 * kib}, .source = "sysfs"}};
  CHECK(compare_cache_sizes(decision, nominal, "a").size() == 1);
  const CacheSize latency{.level = Level::l2,
                          .size = {1792 * kib},
                          .source = "measured",
                          .at_most = Bytes{2560 * kib},
                          .method = "latency"};
  CHECK(compare_cache_sizes(decision, nominal, "a", {latency}).empty());
}

TEST_CASE("interpreted loads say nothing of a cache", "[analysis][geometry]") {
  auto rows = chase([](double size) { return size <= 48 * kib ? 4.0 : 14.0; });
  for (ProbeMeasurement& row : rows) row.quality = Quality::emulated;
  CHECK(measured_caches(rows, levels_48k_1m())[0].method == "bandwidth");
}

TEST_CASE("the line is the least distance at which both loads of a pair miss", "[analysis][geometry]") {
  CHECK(measured_line(pairs({9, 9, 14, 13.6, 13.6})) == Bytes{64});
  CHECK(measured_line(pairs({9, 14, 14, 14, 14})) == Bytes{32});
  CHECK(measured_line(pairs({9, 9, 9, 14, 14})) == Bytes{128});
  CHECK_FALSE(measured_line(pairs({14, 14, 14, 14, 14})).has_value());  // no step: nothing is claimed
  CHECK_FALSE(measured_line(pairs({9, 14, 9, 14, 14})).has_value());    // two steps: something else was seen
  CHECK_FALSE(measured_line({}).has_value());
  CHECK_FALSE(measured_line({pair_row(16, 9), pair_row(256, 14)}).has_value());  // 32 to 256: which was not measured
  auto rows = pairs({9, 9, 14, 14, 14});
  for (const auto& row : chase([](double size) { return size <= 48 * kib ? 4.0 : 14.0; })) rows.push_back(row);
  CHECK(measured_caches(rows, levels_48k_1m())[0].line == Bytes{64});
}

TEST_CASE("a line that is stated otherwise, and two sizes that do not meet, are findings", "[analysis][geometry]") {
  std::vector<CacheSize> measured{{.level = Level::l1,
                                   .size = {48 * kib},
                                   .source = "measured",
                                   .at_most = Bytes{56 * kib},
                                   .method = "latency",
                                   .line = Bytes{64}}};
  std::vector<CacheSize> nominal{{.level = Level::l1, .size = {48 * kib}, .source = "sysfs", .line = Bytes{64}}};
  CHECK(compare_geometry(measured, levels_48k_1m(), nominal, "a").empty());
  nominal[0].line = Bytes{32};
  auto findings = compare_geometry(measured, levels_48k_1m(), nominal, "a");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].id == "nominal-line-size-contradicted");
  CHECK(findings[0].core_kind == "a");
  measured[0].size = Bytes{128 * kib};
  measured[0].at_most = Bytes{160 * kib};
  findings = compare_geometry(measured, levels_48k_1m(), {}, "a");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].id == "cache-size-methods-disagree");
}

TEST_CASE("traffic takes the capacity that the latencies show, or the nominal one inside it", "[analysis][geometry]") {
  const CacheSize measured{
      .level = Level::l2, .size = {896 * kib}, .source = "measured", .at_most = Bytes{1280 * kib}, .method = "latency"};
  const CacheSize nominal{.level = Level::l2, .size = {1024 * kib}, .source = "sysfs"};
  CHECK(cache_capacities(levels_48k_1m(), {measured})[1].capacity == Bytes{896 * kib});
  CHECK(cache_capacities(levels_48k_1m(), {measured, nominal})[1].capacity == Bytes{1024 * kib});
  CHECK(cache_capacities(levels_48k_1m(), {})[1].capacity == Bytes{768 * kib});
}
