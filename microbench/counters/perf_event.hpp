// SPDX-License-Identifier: Apache-2.0
// Counters by perf_event_open, one group read with one system call.
#pragma once

#include <string>
#include <vector>

#include "microbench/counter_value.hpp"
#include "microbench/counters/counters.hpp"
#include "microbench/counters/event_names.hpp"
#include "microbench/counters/perf_kernel.hpp"
#include "microbench/counters/refusal.hpp"

namespace cachebound {

/// Opens the group for the calling thread, which must be the one that runs the measured work. All or nothing: one event
/// that the machine refuses is an error that names it.
Result<CountersPtr> open_perf_counters(const std::vector<std::string>& names,
                                       const PerfKernel& kernel = real_perf_kernel());

/// Whether a group waits for counters that others hold.
enum class Sharing {
  pinned,      ///< it counts all the time, or says that it cannot: nothing is ever extrapolated
  multiplexed  ///< it counts a part of the time, and its values are marked as scaled
};

/// What the kernel is asked for: user code alone, except of what happens in the kernel.
perf_event_attr group_attributes(const EncodedEvent& event, bool leads, Sharing sharing);

/// The same for events that are encoded already.
Result<CountersPtr> open_perf_group(const std::vector<EncodedEvent>& events, Sharing sharing, const PerfKernel& kernel);

/// One or more groups of what of `events` this machine accepts, each led by the first: a core may offer fewer counters
/// than its kind has. What it refuses is named in `uncounted`.
std::vector<std::vector<EncodedEvent>> accepted_groups(const std::vector<EncodedEvent>& events,
                                                       const PerfKernel& kernel, std::vector<Uncounted>& uncounted);

}  // namespace cachebound
