// SPDX-License-Identifier: Apache-2.0
// Events of the kernel's own making, which need no PMU: how long the thread had a cpu, its page faults, how often it
// lost or changed its cpu.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/counter_value.hpp"
#include "microbench/counters/counters.hpp"
#include "microbench/counters/perf_kernel.hpp"

namespace cachebound {

/// Counted for every row.
inline constexpr std::array<std::string_view, 5> software_events{"task-clock", "minor-faults", "major-faults",
                                                                 "context-switches", "cpu-migrations"};

enum class SoftwareSource { perf_event_then_rusage, perf_event, papi };

struct SoftwareCounters {
  std::vector<CountersPtr> groups;   ///< one for each source that is needed
  std::vector<Uncounted> uncounted;  ///< by none of them
};

/// Opens what the source has. A process that may not see the kernel cannot count context switches and migrations by
/// perf_event, where it would read zero; getrusage then tells the former.
SoftwareCounters open_software_counters(SoftwareSource source, const PerfKernel& kernel);

/// By getrusage and CLOCK_THREAD_CPUTIME_ID: all but cpu-migrations. Error{not_found}: another name.
Result<CountersPtr> open_rusage_counters(const std::vector<std::string>& names);

}  // namespace cachebound
