// SPDX-License-Identifier: Apache-2.0
// What is counted on one core: which source, which PMU, which events, and why not the others.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/counter_value.hpp"
#include "microbench/counters/counters.hpp"
#include "microbench/counters/event_encoding.hpp"
#include "microbench/counters/event_file.hpp"
#include "microbench/counters/perf_event.hpp"
#include "microbench/counters/pmu.hpp"
#include "microbench/counters/refusal.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound {

/// --counters. perf and papi insist: where such a source counts nothing at all, that is an error.
enum class CounterSource { automatic, perf, papi, none };
std::optional<CounterSource> parse_counter_source(std::string_view text);

struct CountingRequest {
  CounterSource source = CounterSource::automatic;
  const CoreKind* kind = nullptr;
  int cpu = 0;  ///< the calling thread is pinned to it
  bool emulated = false;
  bool virtual_machine = false;
};

/// A group of hardware events, counted together in one repetition.
struct HardwareGroup {
  CountersPtr counters;
  /// The same events without their claim on the counters, where a pinned group cannot have them; empty: there is no
  /// such way.
  std::function<Result<CountersPtr>()> share;
};

struct CountingPlan {
  std::vector<HardwareGroup> hardware;
  std::vector<CountersPtr> software;
  std::vector<DerivedMetric> derived;
  std::optional<double> line_bytes;
  CounterReport report;
};

/// Opens all that the request allows, for the calling thread. Error: a source was insisted on and counts nothing.
Result<CountingPlan> open_counting_plan(const CountingRequest& request, const EventTable& events,
                                        const FileSystem& files, const PerfKernel& kernel);

/// The events of the groups of `file`, as they are opened on this core: for `list counters` and for the plan.
struct EncodedGroup {
  std::string name;
  std::vector<EncodedEvent> events;
};
std::vector<EncodedGroup> encode_groups(const EventFile& file, const PmuChoice& choice,
                                        std::vector<Uncounted>& uncounted);

}  // namespace cachebound
