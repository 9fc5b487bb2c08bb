// SPDX-License-Identifier: Apache-2.0
// The sections of the report, one function and one file each, in the order of the page.
#pragma once

#include "analysis/report/build_report.hpp"
#include "analysis/trace/trace_table.hpp"

namespace cachebound::analysis::report {

Section summary_section(const ReportInput& input);
Section roofline_section(const ReportInput& input);
Section operators_section(const ReportInput& input);
Section waterfall_section(const ReportInput& input);
Section bandwidth_section(const ReportInput& input);
Section levels_section(const ReportInput& input);
Section ceilings_section(const ReportInput& input);
Section clock_section(const ReportInput& input);
/// Without blocks where no peak was held.
Section sustained_section(const ReportInput& input);
Section findings_section(const ReportInput& input);
Section trust_section(const ReportInput& input);
Section conditions_section(const ReportInput& input);
Section reproduce_section(const ReportInput& input);

/// Of a trace alone: no part of the report on a machine.
Section trace_section(const TraceTable& trace);

/// Null where the kind has nothing to draw.
std::optional<Figure> roofline_figure(const ReportInput& input, const MeasuredCoreKind& kind);
std::optional<Figure> bandwidth_figure(const ReportInput& input, const MeasuredCoreKind& kind);

}  // namespace cachebound::analysis::report
