// SPDX-License-Identifier: Apache-2.0
// Turns of phrase that several sections share, so that one thing is called one name throughout.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/report/build_report.hpp"
#include "microbench/statistics.hpp"

namespace cachebound::analysis::report {

/// With its interval, if its rounds were enough for one: no table or figure decides that for itself.
template <int F, int B, int S, int C>
Number number_of(const Estimate<Quantity<F, B, S, C>>& estimate, Unit unit) {
  if (!has_interval(estimate)) return {estimate.value.value, unit, {}, {}};
  return {estimate.value.value, unit, estimate.low.value, estimate.high.value};
}
template <int F, int B, int S, int C>
Number number_of(Quantity<F, B, S, C> quantity, Unit unit) {
  return {quantity.value, unit, {}, {}};
}
Number count_of(std::size_t count);
/// "1 row", "2 rows".
std::string counted(std::size_t count, std::string_view noun);

/// The mark of a rate; on an emulated machine it is "emulated" whatever the row says.
Text quality_cell(const ReportInput& input, Quality quality);
/// "not_found: what and where".
std::string error_text(const Error& error);
std::string join(const std::vector<std::string>& parts, std::string_view separator);
/// "" for the only core kind of a machine, "-cortex-a72" where there are several: keeps ids apart.
std::string kind_suffix(const ReportInput& input, const MeasuredCoreKind& kind);
/// Measured rate of a row: work over time.
Number rate_of(const OperatorMeasurement& measurement);
/// The kind on which the operators ran; null on a machine without any.
const MeasuredCoreKind* operator_kind(const ReportInput& input);
Ink level_ink(Level level);

/// A share of the measured time, in the order of the waterfall.
struct Share {
  std::string name;  ///< "ideal", a cause, "unexplained"
  std::int64_t from = 0;
  std::int64_t to = 0;  ///< picoseconds; to < from for a negative share
  Ink ink = Ink::muted;
  bool measured = true;
  std::string evidence;
  std::string detail;
};
std::vector<Share> shares_of(const Attribution& attribution);
/// "ideal 82.1 %, l1 9.4 %, unexplained 8.5 %; not measured: no-overlap, threads".
std::string gap_text(const Attribution& attribution);
/// The same without what was not measured, for a narrow column.
std::string shares_text(const Attribution& attribution);

}  // namespace cachebound::analysis::report
