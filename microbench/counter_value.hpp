// SPDX-License-Identifier: Apache-2.0
// What was counted while a row ran: the value types that blocks, measurements and files carry.
#pragma once

#include <string>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound {

/// One event, or what was derived from events of one group. `per` says what it is divided by: "second", "iteration" (of
/// a probe's loop), "call" (of an operator), or the name of another event ("cpu_cycles").
struct CounterValue {
  std::string name;    ///< "page-faults", "l1d_cache_refill", "ipc" (docs/counters.md)
  std::string source;  ///< "perf_event", "papi", "getrusage"
  double value = 0.0;
  std::string per;
  bool scaled = false;  ///< the counter was shared in time: extrapolated from a part of the run, not counted

  friend bool operator==(const CounterValue&, const CounterValue&) = default;
};

/// Of one block, or the medians over the blocks of a row.
struct CountedValues {
  std::vector<CounterValue> values;
  std::vector<std::string> notes;  ///< why a group could not be read: the row was measured without it

  friend bool operator==(const CountedValues&, const CountedValues&) = default;
};

/// An event that is not counted here, and why.
struct Uncounted {
  std::string name;
  Error why;

  friend bool operator==(const Uncounted&, const Uncounted&) = default;
};

/// What is counted on one core, and what is not.
struct CounterReport {
  std::string source;  ///< of the hardware events: "perf_event", "papi"; "none" where there are none
  std::string pmu;     ///< the kernel's name: "armv8_cortex_a72", "cpu_core"; empty: none
  std::string events;  ///< the file of configs/counters: "cortex-a57-a72"; empty: none applies
  std::vector<std::string> counted;
  std::vector<Uncounted> uncounted;
  std::string remedy;  ///< what would make hardware events countable; empty: nothing, or they are

  friend bool operator==(const CounterReport&, const CounterReport&) = default;
};

/// One line: the source of the hardware events and how many, or why there are none and what mends it.
std::string describe(const CounterReport& report);

/// Pure. For each name, source and divisor the median over the blocks that have it; scaled if any of them was. Notes
/// once each.
CountedValues median_of(const std::vector<CountedValues>& blocks);

}  // namespace cachebound
