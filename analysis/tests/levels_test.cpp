// SPDX-License-Identifier: Apache-2.0
#include "analysis/levels.hpp"

#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "catch_compat.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

constexpr double kib = 1024.0;
constexpr double mib = 1024.0 * kib;
constexpr double forever = 1e18;

/// A level that serves working sets up to `capacity` at `rate`.
struct Plate {
  double capacity;
  double rate;
};

/// Time per byte is the mix of the level that holds the set and the next one: with softness s, the share of misses
/// grows from 0 at capacity / (1 + s) to 1 at capacity * (1 + s).
double rate_at(double size, const std::vector<Plate>& plates, double softness) {
  double time_per_byte = 1.0 / plates.front().rate;
  for (std::size_t i = 0; i + 1 < plates.size(); ++i) {
    const double low = plates[i].capacity / (1 + softness), high = plates[i].capacity * (1 + softness);
    double misses = size > plates[i].capacity ? 1.0 : 0.0;
    if (softness > 0 && size > low && size < high) misses = std::log(size / low) / std::log(high / low);
    time_per_byte += misses * (1.0 / plates[i + 1].rate - 1.0 / plates[i].rate);
  }
  return 1.0 / time_per_byte;
}

/// xorshift: the same noise everywhere.
class Noise {
 public:
  explicit Noise(std::uint32_t seed) : state_(seed) {}
  double operator()(double amplitude) {
    state_ ^= state_ << 13;
    state_ ^= state_ >> 17;
    state_ ^= state_ << 5;
    return 1.0 + amplitude * (2.0 * static_cast<double>(state_) / 4294967295.0 - 1.0);
  }

 private:
  std::uint32_t state_;
};

std::vector<double> dense_sizes(double from, double to, double per_octave) {
  std::vector<double> sizes;
  for (double e = 0; from * std::exp2(e / per_octave) <= to * 1.001; e += 1)
    sizes.push_back(from * std::exp2(e / per_octave));
  return sizes;
}

std::vector<SweepPoint> sweep(const std::vector<double>& sizes, const std::vector<Plate>& plates, double softness = 0,
                              double noise = 0, std::uint32_t seed = 1) {
  std::vector<SweepPoint> points;
  Noise random(seed);
  for (const double size : sizes) points.push_back({{size}, rate_at(size, plates, softness) * random(noise)});
  return points;
}

std::string names(const LevelDecision& decision) {
  std::string text;
  for (const LevelPlateau& plateau : decision.levels) text += std::string(to_string(plateau.level)) + " ";
  return text;
}

const std::vector<Plate> zen4{{32 * kib, 64}, {1 * mib, 30}, {32 * mib, 15}, {forever, 8}};
const std::vector<Plate> granite_vm{{48 * kib, 128}, {2 * mib, 50}, {80 * mib, 9}, {forever, 4}};
const std::vector<Plate> cortex_a53{{32 * kib, 8}, {512 * kib, 4.4}, {forever, 1.6}};

void check_brackets(const LevelDecision& decision, const std::vector<Plate>& plates, double slack) {
  for (std::size_t i = 0; i + 1 < plates.size(); ++i) {
    CAPTURE(i, decision.levels[i].detail);
    CHECK(decision.levels[i].last.value <= plates[i].capacity * slack);
    REQUIRE(decision.levels[i].beyond);
    CHECK(decision.levels[i].beyond->value >= plates[i].capacity / slack);
    CHECK(decision.levels[i].rate == Approx(plates[i].rate).epsilon(0.08));
  }
  CHECK(decision.levels.back().rate == Approx(plates.back().rate).epsilon(0.08));
}

}  // namespace

TEST_CASE("an ideal sweep shows each plateau at its rate and its capacity bracketed", "[analysis][levels]") {
  const auto plates = GENERATE(zen4, granite_vm, cortex_a53);
  const LevelDecision decision = find_levels(sweep(dense_sizes(4 * kib, 512 * mib, 2), plates), true, {});
  CHECK(names(decision) == (plates.size() == 4 ? "L1 L2 L3 DRAM " : "L1 L2 DRAM "));
  CHECK(decision.dram_reached);
  check_brackets(decision, plates, 1.0);
}

TEST_CASE("noise and soft knees neither add nor remove a level", "[analysis][levels]") {
  const auto plates = GENERATE(zen4, granite_vm, cortex_a53);
  const double softness = GENERATE(0.0, 0.3, 0.7, 1.0);
  const double noise = GENERATE(0.0, 0.02, 0.06);
  const double density = GENERATE(1.0, 2.0, 4.0);
  const auto seed = GENERATE(1U, 7U, 1234U);
  CAPTURE(plates.size(), plates[0].rate, softness, noise, density, seed);
  const auto points = sweep(dense_sizes(4 * kib, 512 * mib, density), plates, softness, noise, seed);
  const LevelDecision decision = find_levels(points, true, {});
  REQUIRE(names(decision) == (plates.size() == 4 ? "L1 L2 L3 DRAM " : "L1 L2 DRAM "));
  check_brackets(decision, plates, 1.0 + softness);
}

TEST_CASE("a sparse sweep of six sizes finds the same levels", "[analysis][levels]") {
  const std::vector<double> sizes{8 * kib, 16 * kib, 256 * kib, 512 * kib, 16 * mib, 256 * mib};
  const LevelDecision zen = find_levels(sweep(sizes, zen4, 0.3, 0.03), true, {});
  CHECK(names(zen) == "L1 L2 L3 DRAM ");
  CHECK(zen.levels[0].last == kibibytes(16));
  CHECK(zen.levels[0].beyond == kibibytes(256));
  CHECK(names(find_levels(sweep(sizes, granite_vm, 0.3, 0.03), true, {})) == "L1 L2 L3 DRAM ");
}

TEST_CASE("one more point in a knee of a sparse sweep does not become a level of its own", "[analysis][levels]") {
  const std::vector<double> sizes{8 * kib, 16 * kib, 40 * kib, 512 * kib, 16 * mib, 256 * mib};
  CHECK(names(find_levels(sweep(sizes, zen4, 0.5), true, {})) == "L1 L2 L3 DRAM ");
}

TEST_CASE("a rate that falls slowly and steadily is one level", "[analysis][levels]") {
  std::vector<SweepPoint> points;
  double rate = 60;
  for (const double size : dense_sizes(4 * kib, 4 * mib, 2)) points.push_back({{size}, rate *= 0.992});
  const LevelDecision decision = find_levels(points, true, {});
  CHECK(names(decision) == "L1 ");
  CHECK_FALSE(decision.dram_reached);
  CHECK(decision.dram_note.find("never falls") != std::string::npos);
}

TEST_CASE("a long slope between two caches is no level", "[analysis][levels]") {
  // L2 gives way to L3 over three octaves, as with a shared, randomly replaced cache.
  std::vector<SweepPoint> points;
  for (const double size : dense_sizes(4 * kib, 512 * mib, 2)) {
    double rate = size <= 32 * kib ? 64 : 32;
    if (size > 512 * kib) rate = std::max(8.0, 32 * std::pow(0.25, std::log2(size / (512 * kib)) / 3));
    if (size > 32 * mib) rate = 3;
    points.push_back({{size}, rate});
  }
  CHECK(names(find_levels(points, true, {})) == "L1 L2 L3 DRAM ");
}

TEST_CASE("DRAM is not claimed when the sweep ends soon after the last drop", "[analysis][levels]") {
  const LevelDecision decision = find_levels(sweep(dense_sizes(4 * kib, 96 * mib, 2), zen4), true, {});
  CHECK(names(decision) == "L1 L2 L3 ");
  CHECK_FALSE(decision.dram_reached);
  CHECK(decision.dram_note.find("not reached") == 0);
}

TEST_CASE("the last plateau is a cache when the sweep ends inside the nominal one", "[analysis][levels]") {
  const std::vector<CacheSize> nominal{{Level::l1, kibibytes(32), "sysfs", {}},
                                       {Level::l2, mebibytes(1), "sysfs", {}},
                                       {Level::l3, mebibytes(32), "sysfs", {}}};
  const LevelDecision decision = find_levels(sweep(dense_sizes(4 * kib, 16 * mib, 2), zen4), true, nominal);
  CHECK(names(decision) == "L1 L2 L3 ");
  CHECK_FALSE(decision.dram_reached);
}

TEST_CASE("a nominal 480 MiB L3 of a virtual machine is not taken for a level", "[analysis][levels]") {
  const std::vector<CacheSize> nominal{{Level::l1, kibibytes(48), "sysfs", {}},
                                       {Level::l2, mebibytes(2), "sysfs", {}},
                                       {Level::l3, mebibytes(480), "sysfs", {}}};
  const LevelDecision decision = find_levels(sweep(dense_sizes(4 * kib, 512 * mib, 2), granite_vm, 0.2), true, nominal);
  CHECK(names(decision) == "L1 L2 L3 DRAM ");
  const std::vector<Finding> findings = compare_cache_sizes(decision, nominal, "x");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].text.find("its nominal 480 MiB L3 (sysfs) is not taken for a level (the sweep's plateaus are)") ==
        0);
  for (const LevelCapacity& cache : cache_capacities(decision.levels, nominal))
    if (cache.level == Level::l3) CHECK(cache.capacity < mebibytes(128));
}

TEST_CASE("a nominal size that the sweep brackets is confirmed and used as the capacity", "[analysis][levels]") {
  const std::vector<CacheSize> nominal{{Level::l1, kibibytes(32), "sysfs", {}},
                                       {Level::l2, mebibytes(1), "sysfs", {}},
                                       {Level::l3, mebibytes(32), "sysfs", {}}};
  const std::vector<double> sizes{8 * kib, 16 * kib, 256 * kib, 512 * kib, 16 * mib, 256 * mib};
  const LevelDecision decision = find_levels(sweep(sizes, zen4), true, nominal);
  const auto capacities = cache_capacities(decision.levels, nominal);
  CHECK(capacities[0].capacity == kibibytes(32));
  CHECK(capacities[1].capacity == mebibytes(1));
  CHECK(compare_cache_sizes(decision, nominal, "x").empty());
}

TEST_CASE("a nominal cache without a plateau, and one smaller than its plateau, are findings", "[analysis][levels]") {
  const LevelDecision a53 = find_levels(sweep(dense_sizes(4 * kib, 512 * mib, 2), cortex_a53), true, {});
  const auto unseen = compare_cache_sizes(a53, {{Level::l3, mebibytes(4), "sysfs", {}}}, "a53");
  REQUIRE(unseen.size() == 3);
  CHECK(unseen[0].id == "nominal-cache-not-seen");
  CHECK(unseen[1].id == "plateau-without-nominal-cache");
  const auto small = compare_cache_sizes(
      a53, {{Level::l1, kibibytes(16), "sysfs", {}}, {Level::l2, kibibytes(512), "sysfs", {}}}, "a53");
  REQUIRE(small.size() == 1);
  CHECK(small[0].id == "nominal-cache-size-contradicted");
}

TEST_CASE("no points, one point and unusable points end without a level too many", "[analysis][levels]") {
  CHECK(find_levels({}, true, {}).levels.empty());
  CHECK(find_levels({{kibibytes(8), 0.0}, {kibibytes(8), NAN}}, true, {}).levels.empty());
  CHECK(names(find_levels({{kibibytes(8), 64.0}}, true, {})) == "L1 ");
  CHECK(names(find_levels({{kibibytes(8), 64.0}, {kibibytes(12), 30.0}}, true, {})) == "L1 ");
}

TEST_CASE("order, unit and duplicates of the points do not matter", "[analysis][levels]") {
  auto points = sweep(dense_sizes(4 * kib, 512 * mib, 2), zen4, 0.3, 0.03);
  const LevelDecision reference = find_levels(points, true, {});
  std::vector<SweepPoint> shuffled(points.rbegin(), points.rend());
  shuffled.push_back({points.front().working_set, points.front().rate / 2});
  for (SweepPoint& p : shuffled) p.rate *= 3.7e9;
  const LevelDecision scaled = find_levels(shuffled, false, {});
  REQUIRE(scaled.levels.size() == reference.levels.size());
  for (std::size_t i = 0; i < scaled.levels.size(); ++i) {
    CHECK(scaled.levels[i].first == reference.levels[i].first);
    CHECK(scaled.levels[i].last == reference.levels[i].last);
    CHECK(scaled.levels[i].rate == Approx(3.7e9 * reference.levels[i].rate));
  }
}

TEST_CASE("a nominal cache that falls between two sizes of the sweep was not looked at, which is no contradiction",
          "[analysis][levels]") {
  const std::vector<CacheSize> nominal{{Level::l1, kibibytes(32), "sysfs", {}},
                                       {Level::l2, mebibytes(1), "sysfs", {}},
                                       {Level::l3, mebibytes(32), "sysfs", {}}};
  const LevelDecision decision =
      find_levels(sweep({8 * kib, 16 * kib, 256 * kib, 512 * kib, 256 * mib}, zen4), true, nominal);
  CHECK(names(decision) == "L1 L2 DRAM ");
  const auto findings = compare_cache_sizes(decision, nominal, "x");
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].id == "nominal-cache-not-sampled");
  CHECK(findings[0].text.find("no size between 512 KiB and 256 MiB") != std::string::npos);
}

TEST_CASE("a recorded sweep of a Zen 4 virtual machine, whose L3 is only a sixth slower than its L2",
          "[analysis][levels]") {
  // (KiB, B/cycle), hugepages; the 32 MiB L3 is shared with neighbours and gives way from 12 MiB on.
  const std::vector<std::pair<double, double>> avx2{
      {4, 63.96},    {6, 61.25},    {8, 61.42},     {12, 63.8},     {16, 63.95},    {24, 63.95},    {32, 63.87},
      {48, 31.99},   {64, 31.99},   {96, 31.98},    {128, 31.98},   {192, 31.98},   {256, 31.99},   {384, 31.98},
      {512, 31.98},  {768, 31.98},  {1024, 29.56},  {1536, 27.04},  {2048, 27.15},  {3072, 27.05},  {4096, 26.92},
      {6144, 26.81}, {8192, 26.7},  {12288, 24.64}, {16384, 19.91}, {24576, 13.12}, {32768, 12.58}, {49152, 9.32},
      {65536, 9.17}, {98304, 9.14}, {131072, 9.12}, {196608, 9.05}, {262144, 9.29}, {393216, 9.06}, {524288, 9.13}};
  const std::vector<std::pair<double, double>> avx512{
      {4, 59.94},    {6, 60.25},    {8, 56.78},     {12, 60.04},    {16, 60.05},    {24, 60.04},    {32, 60.03},
      {48, 33.05},   {64, 32.01},   {96, 31.99},    {128, 31.99},   {192, 31.99},   {256, 31.99},   {384, 31.99},
      {512, 31.99},  {768, 31.97},  {1024, 27.5},   {1536, 27.01},  {2048, 27.07},  {3072, 26.97},  {4096, 26.89},
      {6144, 26.85}, {8192, 26.83}, {12288, 22.94}, {16384, 19.97}, {24576, 15.01}, {32768, 10.46}, {49152, 8.94},
      {65536, 8.54}, {98304, 8.61}, {131072, 8.68}, {196608, 8.63}, {262144, 8.56}, {393216, 8.77}, {524288, 8.65}};
  for (const auto& recorded : {avx2, avx512}) {
    std::vector<SweepPoint> points;
    for (const auto& [size, rate] : recorded) points.push_back({kibibytes(size), rate});
    const LevelDecision decision = find_levels(points, true, {});
    REQUIRE(names(decision) == "L1 L2 L3 DRAM ");
    CHECK(decision.levels[0].last == kibibytes(32));
    CHECK(decision.levels[0].beyond == kibibytes(48));
    CHECK(decision.levels[1].last >= kibibytes(768));
    CHECK(decision.levels[1].last <= mebibytes(1));
    CHECK(decision.levels[1].rate == Approx(32).epsilon(0.01));
    CHECK(decision.levels[2].first <= mebibytes(1.5));
    CHECK(decision.levels[2].rate == Approx(27).epsilon(0.02));
    CHECK(decision.levels[2].last >= mebibytes(8));
    CHECK(decision.levels[3].rate == Approx(8.9).epsilon(0.05));
  }
}

TEST_CASE("levels are counted from L1: a sweep that begins beyond it names none", "[levels]") {
  const std::vector<CacheSize> stated{{.level = Level::l1, .size = {32 * kib}, .source = "sysfs"},
                                      {.level = Level::l2, .size = {1 * mib}, .source = "sysfs"},
                                      {.level = Level::l3, .size = {32 * mib}, .source = "sysfs"}};
  for (const auto& sizes : {std::vector{256 * mib}, std::vector{64 * kib, 128 * kib, 8 * mib, 256 * mib}}) {
    for (const auto& nominal : {stated, std::vector<CacheSize>{}}) {
      const LevelDecision decision = find_levels(sweep(sizes, zen4), true, nominal);
      CHECK(decision.levels.empty());
      CHECK_FALSE(decision.dram_reached);
      CHECK(decision.dram_note.find("begins") != std::string::npos);
      CHECK(decision.dram_note.find(size_text({sizes.front()})) != std::string::npos);
    }
  }
  // Inside the stated L1, or inside that of every core.
  CHECK(names(find_levels(sweep({16 * kib}, zen4), true, stated)) == "L1 ");
  CHECK(names(find_levels(sweep({8 * kib}, zen4), true, {})) == "L1 ");
  CHECK(find_levels(sweep({16 * kib}, zen4), true, {}).levels.empty());
}

TEST_CASE("a cache that no size of the sweep can show lends its name to no plateau", "[levels]") {
  const std::vector<CacheSize> stated{{.level = Level::l1, .size = {32 * kib}, .source = "sysfs"},
                                      {.level = Level::l2, .size = {1 * mib}, .source = "sysfs"},
                                      {.level = Level::l3, .size = {32 * mib}, .source = "sysfs"}};
  CHECK(names(find_levels(sweep({8 * kib, 16 * kib, 8 * mib, 16 * mib}, zen4), true, stated)) == "L1 L3 ");
  CHECK(names(find_levels(sweep({8 * kib, 16 * kib, 256 * mib, 512 * mib}, zen4), true, stated)) == "L1 DRAM ");
  // What is stated may be wrong: plateaus that are seen all have a name.
  const std::vector<CacheSize> too_few{stated.front()};
  CHECK(names(find_levels(sweep(dense_sizes(4 * kib, 512 * mib, 2), zen4), true, too_few)) == "L1 L2 L3 DRAM ");
}

TEST_CASE("a working set of just the stated size that does not quite fit does not contradict it", "[levels]") {
  std::vector<LevelPlateau> levels(1);
  levels[0].level = Level::l2;
  levels[0].last = {256 * kib};
  levels[0].beyond = Bytes{512 * kib};
  const auto capacities = cache_capacities(levels, {{.level = Level::l2, .size = {512 * kib}, .source = "sysfs"}});
  REQUIRE(capacities.size() == 1);
  CHECK(capacities[0].capacity == Bytes{512 * kib});
}

TEST_CASE("the edge of a cache is no level, and what lies deep inside of the stated one no memory", "[levels]") {
  // A Zen 3 whose largest row was lost to other tasks: 52, 29, 24 (just the size of L2) and 19 B/cycle.
  const std::vector<CacheSize> stated{{.level = Level::l1, .size = {32 * kib}, .source = "sysfs"},
                                      {.level = Level::l2, .size = {512 * kib}, .source = "sysfs"},
                                      {.level = Level::l3, .size = {32 * mib}, .source = "sysfs"}};
  const std::vector<SweepPoint> lost{
      {{8 * kib}, 55.0}, {{16 * kib}, 52.4}, {{256 * kib}, 28.7}, {{512 * kib}, 22.0}, {{8 * mib}, 15.0}};
  const LevelDecision decision = find_levels(lost, true, stated);
  CHECK(names(decision) == "L1 L2 L3 ");
  CHECK_FALSE(decision.dram_reached);
  CHECK(decision.levels.back().last == Bytes{8 * mib});
  CHECK_FALSE(decision.levels.back().beyond);
  std::vector<SweepPoint> whole = lost;
  whole.push_back({{256 * mib}, 5.0});
  CHECK(names(find_levels(whole, true, stated)) == "L1 L2 L3 DRAM ");
}
