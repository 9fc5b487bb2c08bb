// SPDX-License-Identifier: Apache-2.0
// Counters by perf_event_open, one group read with one system call.
#pragma once

#include <string>
#include <vector>

#include "microbench/counters/counters.hpp"
#include "microbench/counters/perf_kernel.hpp"

namespace cachebound {

/// Opens the group for the calling thread, which must be the one that runs the measured work. All or nothing: one event
/// that the machine refuses is an error that names it.
Result<CountersPtr> open_perf_counters(const std::vector<std::string>& names, PerfKernel kernel = real_perf_kernel());

/// One line for a person: what this errno of perf_event_open means here.
Error explain_perf_refusal(const std::string& event, int error);

}  // namespace cachebound
