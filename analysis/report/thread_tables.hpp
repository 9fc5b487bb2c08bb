// SPDX-License-Identifier: Apache-2.0
// What several threads reach together: tables of their own, so that no reader takes their rates for one core's.
#pragma once

#include <optional>

#include "analysis/report/build_report.hpp"

namespace cachebound::analysis::report {

/// The row of one thread with the same instructions through the same bytes; null if it was not measured.
const ProbeMeasurement* single_thread_row(const MeasuredCoreKind& kind, const ProbeMeasurement& team_row);

/// Every row of a team beside that of one thread. No rows where no team was measured.
Table thread_table(const ReportInput& input, const MeasuredCoreKind& kind);

/// The largest working set that a team read, over the number of threads: when the memory is saturated. No rows where
/// fewer than two numbers of threads were measured.
Table thread_scaling_table(const ReportInput& input, const MeasuredCoreKind& kind);

/// Latency of a dependent load while other threads read. No rows where it was not measured.
Table loaded_latency_table(const ReportInput& input, const MeasuredCoreKind& kind);

}  // namespace cachebound::analysis::report
