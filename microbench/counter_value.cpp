// SPDX-License-Identifier: Apache-2.0
#include "microbench/counter_value.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/counters/software_events.hpp"
#include "microbench/statistics.hpp"

namespace cachebound {
namespace {

bool same_quantity(const CounterValue& a, const CounterValue& b) {
  return a.name == b.name && a.source == b.source && a.per == b.per;
}

bool is_software(const std::string& name) {
  return std::find(software_events.begin(), software_events.end(), name) != software_events.end();
}

}  // namespace

std::string describe(const CounterReport& report) {
  if (report.source != "none") {
    const auto events = std::count_if(report.counted.begin(), report.counted.end(),
                                      [](const auto& name) { return !is_software(name); });
    return fmt::format("{} hardware events by {}{}", events, report.source,
                       report.pmu.empty() ? "" : " on " + report.pmu);
  }
  const auto hardware = [](const Uncounted& event) { return !is_software(event.name); };
  // What is not permitted hides whether there is anything to count: it comes first, and the remedy is for it.
  auto refused = std::find_if(report.uncounted.begin(), report.uncounted.end(), [&](const Uncounted& event) {
    return hardware(event) && event.why.reason == Reason::not_permitted;
  });
  if (refused == report.uncounted.end())
    refused = std::find_if(report.uncounted.begin(), report.uncounted.end(), hardware);
  if (refused == report.uncounted.end()) return "none";
  return fmt::format("software events alone; {}{}", refused->why.detail,
                     report.remedy.empty() ? "" : "; to mend it: " + report.remedy);
}

CountedValues median_of(const std::vector<CountedValues>& blocks) {
  CountedValues result;
  std::vector<std::vector<double>> counts;  // beside result.values
  for (const CountedValues& block : blocks) {
    for (const CounterValue& value : block.values) {
      const auto known = std::find_if(result.values.begin(), result.values.end(),
                                      [&](const CounterValue& each) { return same_quantity(each, value); });
      const auto at = static_cast<std::size_t>(known - result.values.begin());
      if (known == result.values.end()) {
        result.values.push_back(value);
        counts.emplace_back();
      }
      result.values[at].scaled = result.values[at].scaled || value.scaled;
      counts[at].push_back(value.value);
    }
    for (const std::string& note : block.notes) {
      if (std::find(result.notes.begin(), result.notes.end(), note) == result.notes.end()) {
        result.notes.push_back(note);
      }
    }
  }
  for (std::size_t i = 0; i < counts.size(); ++i) result.values[i].value = median(counts[i]);
  return result;
}

}  // namespace cachebound
