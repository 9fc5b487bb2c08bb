// SPDX-License-Identifier: Apache-2.0
#include "analysis/traffic/counted_traffic.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <string>
#include <vector>

#include "microbench/statistics.hpp"

namespace cachebound::analysis {
namespace {

/// A twentieth: instructions, page tables and what interrupts displace are a few percent of a stream's lines; an event
/// that leaves out prefetched lines misses most of them.
constexpr double tolerance = 0.05;

/// Of which cache's lines a level's traffic is made.
struct LevelMetrics {
  Level level;
  std::string_view read;
  std::string_view written;
};

const CounterValue* per_second(const std::vector<CounterValue>& counters, std::string_view name) {
  const auto found = std::find_if(counters.begin(), counters.end(), [&](const CounterValue& value) {
    return value.name == name && value.per == "second" && !value.scaled;
  });
  return found == counters.end() ? nullptr : &*found;
}

bool lies_on(const MeasuredCoreKind& kind, Level level, Bytes working_set) {
  return std::any_of(kind.levels.begin(), kind.levels.end(), [&](const LevelPlateau& plateau) {
    return plateau.level == level && working_set >= plateau.first && working_set <= plateau.last;
  });
}

/// The level that L2's own lines come from: the one after it in the sweep.
std::optional<Level> beyond_l2(const MeasuredCoreKind& kind) {
  const auto l2 = std::find_if(kind.levels.begin(), kind.levels.end(),
                               [](const LevelPlateau& plateau) { return plateau.level == Level::l2; });
  if (l2 == kind.levels.end() || l2 + 1 == kind.levels.end()) return std::nullopt;
  return (l2 + 1)->level;
}

void note_once(OperatorMeasurement& measurement, std::string note) {
  if (std::find(measurement.notes.begin(), measurement.notes.end(), note) == measurement.notes.end())
    measurement.notes.push_back(std::move(note));
}

bool has_better(const OperatorMeasurement& measurement, Level level) {
  return std::any_of(measurement.traffic.begin(), measurement.traffic.end(), [&](const Traffic& traffic) {
    return traffic.level == level &&
           (traffic.source == TrafficSource::counted || traffic.source == TrafficSource::traced);
  });
}

void adopt(const MeasuredCoreKind& kind, const LevelMetrics& metrics, OperatorMeasurement& measurement) {
  const CounterValue* read = per_second(measurement.counters, metrics.read);
  const CounterValue* written = per_second(measurement.counters, metrics.written);
  if (read == nullptr || written == nullptr || has_better(measurement, metrics.level)) return;
  const auto share = counted_share(kind, metrics.level, metrics.read);
  if (!share) {
    return note_once(measurement, fmt::format("{} is not taken as traffic of {}: no read probe of the machine model "
                                              "counted it",
                                              metrics.read, to_string(metrics.level)));
  }
  if (std::abs(*share - 1.0) > tolerance) {
    return note_once(measurement, fmt::format("{} is not taken as traffic of {}: it holds {:.0f} % of the bytes that "
                                              "read probes there declare",
                                              metrics.read, to_string(metrics.level), 100.0 * *share));
  }
  const double seconds = measurement.seconds.value.value;
  std::erase_if(measurement.traffic, [&](const Traffic& traffic) { return traffic.level == metrics.level; });
  measurement.traffic.push_back({.level = metrics.level,
                                 .read = Bytes{std::round(read->value * seconds)},
                                 .written = Bytes{std::round(written->value * seconds)},
                                 .source = TrafficSource::counted});
}

}  // namespace

std::optional<double> counted_share(const MeasuredCoreKind& kind, Level level, std::string_view metric) {
  std::vector<double> shares;
  for (const ProbeMeasurement& row : kind.measurements) {
    const bool reads = row.access == Access::read && row.threads == 1 && !row.error && row.working_set;
    if (!reads || !lies_on(kind, level, *row.working_set) || row.bytes_per_second.value.value <= 0.0) continue;
    if (const CounterValue* counted = per_second(row.counters, metric))
      shares.push_back(counted->value / row.bytes_per_second.value.value);
  }
  if (shares.empty()) return std::nullopt;
  return median(shares);
}

void adopt_counted_traffic(const MeasuredCoreKind& kind, OperatorMeasurement& measurement) {
  if (measurement.threads != 1) return;  // a group counts one thread
  adopt(kind, {Level::l2, "l1d_refill_bytes", "l1d_writeback_bytes"}, measurement);
  if (const auto outer = beyond_l2(kind)) adopt(kind, {*outer, "l2_refill_bytes", "l2_writeback_bytes"}, measurement);
}

}  // namespace cachebound::analysis
