// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/together_table.hpp"

#include <fmt/format.h>

#include "analysis/report/phrases.hpp"

namespace cachebound::analysis::report {
namespace {

/// "cortex-a55 (4 cpus): 21 %, cortex-a76 (4 cpus): 79 %".
std::string shares_text(const TogetherMeasurement& row) {
  std::vector<std::string> parts;
  for (const KindShare& share : row.shares)
    parts.push_back(fmt::format("{} ({} cpu{}): {:.0f} %", share.core_kind, share.cpus.size(),
                                share.cpus.size() == 1 ? "" : "s", share.share * 100.0));
  return join(parts, ", ");
}

Cell rate_cell(const TogetherMeasurement& row) {
  if (row.error) return Absent{error_text(*row.error)};
  if (row.kind == CeilingKind::compute) return number_of(row.flops_per_second, Unit::flop_rate);
  return number_of(row.bytes_per_second, Unit::byte_rate);
}

}  // namespace

Table together_table(const ReportInput& input) {
  Table table;
  table.id = "together";
  table.caption =
      "All core kinds at once, each with a share that it finishes when the others do. Per second only: each kind has a "
      "clock of its own.";
  table.columns = {{"row", Align::left, {}, false},
                   {"rate", Align::right, {}, false},
                   {"share of each kind", Align::left, {}, false},
                   {"slowest over fastest thread", Align::right, {}, false},
                   {"quality", Align::left, {}, false}};
  for (const TogetherMeasurement& row : input.machine.together) {
    const Cell balance =
        row.error || !row.thread_balance ? Cell{Absent{"none"}} : Cell{Number{*row.thread_balance, Unit::none, {}, {}}};
    const Cell quality = row.error ? Cell{Absent{"none"}} : Cell{quality_cell(input, row.quality)};
    table.rows.push_back({Code{row.id}, rate_cell(row), Text{shares_text(row), Tone::plain}, balance, quality});
  }
  return table;
}

Notices together_notes(const ReportInput& input) {
  Notices notices;
  for (const TogetherMeasurement& row : input.machine.together)
    for (const std::string& note : row.notes) notices.notices.push_back({Tone::muted, row.id + ": " + note, ""});
  return notices;
}

}  // namespace cachebound::analysis::report
