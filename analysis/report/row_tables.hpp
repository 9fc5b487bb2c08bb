// SPDX-License-Identifier: Apache-2.0
// Rows that are no ceiling, and say something all the same: without these tables a run of a few chosen rows would
// measure and show nothing.
#pragma once

#include "analysis/report/build_report.hpp"

namespace cachebound::analysis::report {

/// Latency of one dependent load over the working set, one line per row: the curve from which cache sizes are read.
Table latency_sizes_table(const ReportInput& input, const MeasuredCoreKind& kind);

/// Bandwidths and mixtures of single working sets where no sweep tells which level they are. No rows where one does.
Table unplaced_table(const ReportInput& input, const MeasuredCoreKind& kind);

}  // namespace cachebound::analysis::report
