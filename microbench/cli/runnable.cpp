// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/runnable.hpp"

#include <fmt/format.h>

#include <optional>
#include <string>

namespace cachebound::cli {
namespace {

/// What was seen of the rows so far.
struct Refusals {
  int rows = 0;
  int refused = 0;
  std::string first_row;
  std::optional<Error> first;

  void add(const std::string& id, const std::optional<Error>& error) {
    ++rows;
    // Memory that cannot be had counts: a script that asks for rows must not take a file without any for success.
    if (!error || (error->reason != Reason::not_built && error->reason != Reason::not_supported_by_cpu &&
                   error->reason != Reason::no_resources && error->reason != Reason::not_applicable &&
                   error->reason != Reason::malformed))
      return;
    ++refused;
    if (first) return;
    first_row = id;
    first = error;
  }

  [[nodiscard]] Status judge() const {
    if (!first || refused < rows) return std::nullopt;
    // Whose exit code is that of nothing runnable.
    const Reason reason = first->reason == Reason::not_built ? first->reason : Reason::not_supported_by_cpu;
    return Error{reason,
                 fmt::format("none of the {} rows can run here; the first, {}: {}", rows, first_row, first->detail)};
  }
};

}  // namespace

Status nothing_runnable(const analysis::MachineModel* machine, const analysis::OperatorTable* operators) {
  Refusals refusals;
  if (machine != nullptr) {
    for (const analysis::MeasuredCoreKind& kind : machine->core_kinds)
      for (const ProbeMeasurement& row : kind.measurements) refusals.add(row.id, row.error);
  }
  if (operators != nullptr) {
    for (const analysis::OperatorRow& row : operators->rows) refusals.add(row.measurement.id, row.measurement.error);
  }
  return refusals.judge();
}

Status nothing_runnable(const analysis::TraceTable& trace) {
  Refusals refusals;
  for (const analysis::TraceRow& row : trace.rows) refusals.add(row.op.id, row.error);
  return refusals.judge();
}

}  // namespace cachebound::cli
