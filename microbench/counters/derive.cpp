// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/derive.hpp"

#include <algorithm>

namespace cachebound {
namespace {

constexpr double nanosecond = 1e-9;

/// Counts per iteration by name.
const CounterValue* find(const std::vector<CounterValue>& values, std::string_view name) {
  const auto found = std::find_if(values.begin(), values.end(), [&](const auto& each) { return each.name == name; });
  return found == values.end() ? nullptr : &*found;
}

std::optional<CounterValue> value_of(const DerivedMetric& metric, const std::vector<CounterValue>& counts,
                                     const std::string& source, std::optional<double> line_bytes,
                                     const CountedStretch& stretch) {
  const bool declared = metric.of == declared_read_bytes;
  const CounterValue* of = find(counts, metric.of);
  const CounterValue* over = find(counts, metric.over);
  const bool in_time = metric.over == "second";
  if (!declared && of == nullptr) return std::nullopt;
  if (declared && stretch.declared_read_bytes <= 0.0) return std::nullopt;
  if (metric.lines && !line_bytes) return std::nullopt;
  const double divisor = in_time ? stretch.seconds_per_iteration : over == nullptr ? 0.0 : over->value;
  if (divisor <= 0.0) return std::nullopt;
  const double amount = declared ? stretch.declared_read_bytes : of->value;
  return CounterValue{.name = metric.name,
                      .source = source,
                      .value = amount * (metric.lines ? *line_bytes : 1.0) / divisor,
                      .per = metric.over,
                      .scaled = (of != nullptr && of->scaled) || (!in_time && over->scaled)};
}

}  // namespace

std::vector<CounterValue> derive(const std::vector<CounterReading>& readings, const std::string& source,
                                 const std::vector<DerivedMetric>& metrics, std::optional<double> line_bytes,
                                 const CountedStretch& stretch) {
  std::vector<CounterValue> counts;
  for (const CounterReading& reading : readings) {
    counts.push_back({.name = reading.name,
                      .source = source,
                      .value = reading.value / stretch.iterations,
                      .per = stretch.unit,
                      .scaled = reading.scaled});
  }
  std::vector<CounterValue> values = counts;
  for (const DerivedMetric& metric : metrics) {
    if (auto value = value_of(metric, counts, source, line_bytes, stretch)) values.push_back(std::move(*value));
  }
  return values;
}

std::vector<CounterValue> per_second(const std::vector<CounterReading>& readings, const std::string& source,
                                     Seconds wall) {
  std::vector<CounterValue> values;
  if (wall.value <= 0.0) return values;
  for (const CounterReading& reading : readings) {
    const double amount = reading.name == "task-clock" ? reading.value * nanosecond : reading.value;
    values.push_back({.name = reading.name,
                      .source = source,
                      .value = amount / wall.value,
                      .per = "second",
                      .scaled = reading.scaled});
  }
  return values;
}

}  // namespace cachebound
