// SPDX-License-Identifier: Apache-2.0
// Traffic from counted refills and write-backs, where the core's own read probe shows that they may be believed.
#pragma once

#include <optional>
#include <string_view>

#include "analysis/machine_model.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

/// How many of the bytes that read probes at `level` declare were counted as `metric` ("l1d_refill_bytes"): 1 where a
/// refill is one line. Cores whose event leaves out what a prefetcher brought, or counts lines twice, are far from it.
/// Median over the rows of one thread; absent where none was counted.
std::optional<double> counted_share(const MeasuredCoreKind& kind, Level level, std::string_view metric);

/// Adds to `measurement.traffic` what was counted: lines into and out of L1 as the traffic of L2, those of L2 as the
/// traffic of the level beyond. Only where both directions were counted without scaling, and counted_share is within 5
/// % of 1; else a note says why not. What is counted or traced already stays.
void adopt_counted_traffic(const MeasuredCoreKind& kind, OperatorMeasurement& measurement);

}  // namespace cachebound::analysis
