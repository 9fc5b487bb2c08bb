// SPDX-License-Identifier: Apache-2.0
// From the windows that the emulator counted to what one call did.
//
// The guest makes n calls between the first two marks and two more up to the third; the last window lies between two
// marks with nothing in it. The second window is the difference of n + 2 and n calls in one and the same process:
// start-up, preparation and a cold first call are not in it, and what the marks themselves cost is taken out.
#pragma once

#include <vector>

#include "analysis/trace/executed.hpp"
#include "analysis/trace/trace_table.hpp"
#include "microbench/host/host_info.hpp"
#include "microbench/result.hpp"

namespace cachebound::analysis {

/// The windows of such a guest, in its order.
enum class TraceWindow { first_calls, two_calls, marks_alone };
inline constexpr int traced_calls = 2;

/// Fails where the windows are others, or where a second thread makes the counts lower bounds. `caches` are those that
/// the plugin was given.
Result<TracedCall> traced_call(const Executed& executed, const std::vector<Cache>& caches);

}  // namespace cachebound::analysis
