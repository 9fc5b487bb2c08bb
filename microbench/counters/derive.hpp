// SPDX-License-Identifier: Apache-2.0
// From the readings of a group to what a row says: counts per iteration, and the metrics that follow from them.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "microbench/counter_value.hpp"
#include "microbench/counters/counters.hpp"
#include "microbench/counters/event_file.hpp"
#include "microbench/units.hpp"

namespace cachebound {

/// The stretch of work that was counted.
struct CountedStretch {
  double iterations = 1.0;
  std::string unit = "iteration";      ///< of the row: "iteration", "call"
  double seconds_per_iteration = 0.0;  ///< as timed, without counters
  /// Of each iteration, where all that its loads ask for comes from memory; else 0.
  double declared_read_bytes = 0.0;
};

/// Pure. Each event per unit, then every metric whose events are both in the group (and not zero where divided by).
std::vector<CounterValue> derive(const std::vector<CounterReading>& readings, const std::string& source,
                                 const std::vector<DerivedMetric>& metrics, std::optional<double> line_bytes,
                                 const CountedStretch& stretch);

/// Pure. Of software events, which stand around a whole block: per second of `wall`. Not of the time that perf_event
/// says it was enabled: of a thread that advances only while the thread has a cpu, and the task clock would always
/// be 1. task-clock in seconds: 1 is a thread that had its cpu all the time.
std::vector<CounterValue> per_second(const std::vector<CounterReading>& readings, const std::string& source,
                                     Seconds wall);

}  // namespace cachebound
