// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/row_tables.hpp"

#include <algorithm>
#include <vector>

#include "analysis/report/phrases.hpp"

namespace cachebound::analysis::report {
namespace {

/// In the order of the probes' first rows, by working set within each.
std::vector<const ProbeMeasurement*> latency_rows(const MeasuredCoreKind& kind) {
  std::vector<const ProbeMeasurement*> rows;
  std::vector<std::string> probes;
  const auto rank = [&probes](const ProbeMeasurement* row) { return std::ranges::find(probes, row->probe); };
  for (const ProbeMeasurement& row : kind.measurements) {
    if (row.kind != CeilingKind::latency || row.load_percent || row.threads != 1) continue;
    rows.push_back(&row);
    if (rank(&row) == probes.end()) probes.push_back(row.probe);
  }
  std::ranges::stable_sort(rows, [&](const auto* a, const auto* b) {
    if (a->probe != b->probe) return rank(a) < rank(b);
    return a->working_set.value_or(Bytes{}) < b->working_set.value_or(Bytes{});
  });
  return rows;
}

Cell size_cell(const ProbeMeasurement& row) {
  return row.working_set ? Cell{number_of(*row.working_set, Unit::bytes)} : Cell{Absent{"none"}};
}

/// The reason in place of the first of `numbers` cells.
void add_failure(std::vector<Cell>& cells, const Error& error, int numbers) {
  cells.emplace_back(Text{error_text(error), Tone::bad});
  for (int i = 1; i < numbers; ++i) cells.emplace_back(Absent{"none"});
  cells.emplace_back(Text{"failed", Tone::bad});
}

}  // namespace

Table latency_sizes_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "latency-sizes" + kind_suffix(input, kind);
  table.caption =
      "Latency over the working set. chase_scalar_paged: page by page, at most one TLB miss in 64 loads; chase_scalar: "
      "all lines at random; chase_scalar_pairs: the second load of a pair goes back by the distance of the row.";
  table.columns = {{"row", Align::left, {}, false},
                   {"working set", Align::right, {}, false},
                   {"cycles", Align::right, Unit::cycles, false},
                   {"time", Align::right, Unit::seconds, false},
                   {"quality", Align::left, {}, false}};
  for (const ProbeMeasurement* row : latency_rows(kind)) {
    std::vector<Cell> cells{Code{row->id}, size_cell(*row)};
    if (row->error) {
      add_failure(cells, *row->error, 2);
    } else {
      cells.emplace_back(row->cycles_known ? Cell{number_of(row->latency_cycles, Unit::cycles)}
                                           : Cell{Absent{"cycles unknown"}});
      cells.emplace_back(number_of(row->latency_seconds, Unit::seconds));
      cells.emplace_back(quality_cell(input, row->quality));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table unplaced_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "rows-unplaced" + kind_suffix(input, kind);
  table.caption = "Single working sets: no read sweep was measured that would tell which level they are.";
  table.columns = {{"row", Align::left, {}, false},
                   {"working set", Align::right, {}, false},
                   {"per second", Align::right, Unit::byte_rate, false},
                   {"per cycle", Align::right, Unit::bytes_per_cycle, false},
                   {"quality", Align::left, {}, false}};
  if (!kind.levels.empty()) return table;
  for (const ProbeMeasurement& row : kind.measurements) {
    const bool unplaced = row.kind == CeilingKind::memory || row.kind == CeilingKind::mixed;
    if (!unplaced || row.threads != 1) continue;
    std::vector<Cell> cells{Code{row.id}, size_cell(row)};
    if (row.error) {
      add_failure(cells, *row.error, 2);
    } else {
      cells.emplace_back(number_of(row.bytes_per_second, Unit::byte_rate));
      cells.emplace_back(row.cycles_known ? Cell{number_of(row.bytes_per_cycle, Unit::bytes_per_cycle)}
                                          : Cell{Absent{"cycles unknown"}});
      cells.emplace_back(quality_cell(input, row.quality));
    }
    table.rows.push_back(std::move(cells));
  }
  return table;
}

}  // namespace cachebound::analysis::report
