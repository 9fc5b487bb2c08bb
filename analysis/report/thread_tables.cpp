// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/thread_tables.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "analysis/report/phrases.hpp"

namespace cachebound::analysis::report {
namespace {

bool is_integer(DType dtype) { return dtype == DType::i8 || dtype == DType::b1; }

/// What the row's kind of probe counts, of all its threads.
Number rate_of_row(const ProbeMeasurement& row) {
  switch (row.kind) {
    case CeilingKind::memory:
      return number_of(row.bytes_per_second, Unit::byte_rate);
    case CeilingKind::load_slots:
      return number_of(row.loads_per_second, Unit::op_rate);
    case CeilingKind::compute:
    case CeilingKind::mixed:
    case CeilingKind::latency:
      break;
  }
  return number_of(row.flops_per_second, is_integer(row.dtype) ? Unit::op_rate : Unit::flop_rate);
}

Number divided(Number number, double by) {
  number.value /= by;
  if (number.low) *number.low /= by;
  if (number.high) *number.high /= by;
  return number;
}

/// How many times the rate of one thread. No interval: those of two medians do not divide.
Cell times_one(const ProbeMeasurement& row, const ProbeMeasurement* one) {
  if (one == nullptr || !(rate_of_row(*one).value > 0.0)) return Absent{"one thread not measured"};
  return Number{rate_of_row(row).value / rate_of_row(*one).value, Unit::none, {}, {}};
}

/// The ceiling that this row is; else its own id, since it is not certain which level it measures.
std::string name_of(const MeasuredCoreKind& kind, const ProbeMeasurement& row) {
  for (const Ceiling& ceiling : kind.ceilings)
    if (ceiling.row == row.id && ceiling.threads == row.threads) return ceiling.id;
  return row.id;
}

Cell size_cell(const ProbeMeasurement& row) {
  return row.working_set ? Cell{number_of(*row.working_set, Unit::bytes)} : Cell{Absent{"none"}};
}

/// Of the reads of teams the largest working set; its fastest form if there are several. Null where there is none.
const ProbeMeasurement* largest_read(const MeasuredCoreKind& kind) {
  const ProbeMeasurement* largest = nullptr;
  for (const ProbeMeasurement& row : kind.measurements) {
    if (row.threads == 1 || row.error || row.access != Access::read || !row.working_set) continue;
    const bool wins =
        largest == nullptr || *row.working_set > *largest->working_set ||
        (*row.working_set == *largest->working_set && row.bytes_per_second.value > largest->bytes_per_second.value);
    if (row.kind == CeilingKind::memory && wins) largest = &row;
  }
  return largest;
}

}  // namespace

const ProbeMeasurement* single_thread_row(const MeasuredCoreKind& kind, const ProbeMeasurement& team_row) {
  for (const ProbeMeasurement& row : kind.measurements)
    if (row.threads == 1 && !row.error && !row.accumulators && row.probe == team_row.probe &&
        row.working_set == team_row.working_set)
      return &row;
  return nullptr;
}

Table thread_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "ceilings-threads" + kind_suffix(input, kind);
  table.caption =
      "Threads: the same work on several cores at the same time, each with a working set of its own; the rate is the "
      "work of all over the time of the slowest. Times one thread: against the same instructions through the same "
      "bytes on one core. Balance: the slowest thread's time over the fastest's.";
  table.columns = {{"ceiling", Align::left, {}, false},
                   {"threads", Align::right, {}, false},
                   {"working set of each", Align::right, {}, false},
                   {"per second", Align::right, {}, false},
                   {"per second and thread", Align::right, {}, false},
                   {"times one thread", Align::right, {}, false},
                   {"balance", Align::right, {}, false},
                   {"quality", Align::left, {}, false}};
  for (const ProbeMeasurement& row : kind.measurements) {
    if (row.threads == 1 || row.load_percent) continue;
    const Cell threads = count_of(static_cast<std::size_t>(row.threads));
    if (row.error) {
      table.rows.push_back({Code{row.id}, threads, size_cell(row), Absent{"none"}, Absent{"none"}, Absent{"none"},
                            Text{error_text(*row.error), Tone::bad}, Text{"failed", Tone::bad}});
      continue;
    }
    table.rows.push_back(
        {Code{name_of(kind, row)}, threads, size_cell(row), rate_of_row(row), divided(rate_of_row(row), row.threads),
         times_one(row, single_thread_row(kind, row)),
         row.thread_balance ? Cell{Number{*row.thread_balance, Unit::none, {}, {}}} : Cell{Absent{"not stated"}},
         quality_cell(input, row.quality)});
  }
  return table;
}

Table thread_scaling_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "threads-bandwidth" + kind_suffix(input, kind);
  const ProbeMeasurement* largest = largest_read(kind);
  if (largest == nullptr) return table;
  std::vector<const ProbeMeasurement*> rows;
  for (const ProbeMeasurement& row : kind.measurements)
    if (!row.error && !row.accumulators && row.probe == largest->probe && row.working_set == largest->working_set)
      rows.push_back(&row);
  std::sort(rows.begin(), rows.end(), [](const auto* a, const auto* b) { return a->threads < b->threads; });
  if (rows.size() < 2) return table;
  table.caption = fmt::format(
      "Read bandwidth over threads: {}, {} for each. Where it stops rising, what the cores share is saturated.",
      largest->probe, format_number(number_of(*largest->working_set, Unit::bytes)));
  table.columns = {{"threads", Align::right, {}, false},
                   {"per second", Align::right, Unit::byte_rate, false},
                   {"per second and thread", Align::right, Unit::byte_rate, false},
                   {"times one thread", Align::right, {}, false},
                   {"ceiling", Align::left, {}, false},
                   {"quality", Align::left, {}, false}};
  for (const ProbeMeasurement* row : rows)
    table.rows.push_back({count_of(static_cast<std::size_t>(row->threads)), rate_of_row(*row),
                          divided(rate_of_row(*row), row->threads), times_one(*row, single_thread_row(kind, *row)),
                          Code{name_of(kind, *row)}, quality_cell(input, row->quality)});
  return table;
}

Table loaded_latency_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "latency-loaded" + kind_suffix(input, kind);
  std::vector<const ProbeMeasurement*> rows;
  for (const ProbeMeasurement& row : kind.measurements)
    if (row.load_percent) rows.push_back(&row);
  if (rows.empty()) return table;
  const ProbeMeasurement& first = *rows.front();
  table.caption = fmt::format(
      "Latency under load: a dependent load, page by page, through {} while {} other {} by {} for a share of the time, "
      "each through as much.",
      format_number(number_of(first.working_set.value_or(Bytes{}), Unit::bytes)), first.threads - 1,
      first.threads == 2 ? "thread reads" : "threads read", first.beside);
  table.columns = {{"load", Align::right, {}, false},
                   {"they read", Align::right, Unit::byte_rate, false},
                   {"time", Align::right, Unit::seconds, false},
                   {"cycles", Align::right, Unit::cycles, false},
                   {"times unloaded", Align::right, {}, false},
                   {"quality", Align::left, {}, false}};
  const auto unloaded =
      std::find_if(rows.begin(), rows.end(), [](const auto* row) { return *row->load_percent == 0 && !row->error; });
  for (const ProbeMeasurement* row : rows) {
    if (row->error) {
      table.rows.push_back({Text{fmt::format("{} %", *row->load_percent), Tone::plain}, Absent{"none"}, Absent{"none"},
                            Absent{"none"}, Text{error_text(*row->error), Tone::bad}, Text{"failed", Tone::bad}});
      continue;
    }
    const bool compared = unloaded != rows.end() && (*unloaded)->latency_seconds.value > Seconds{};
    table.rows.push_back(
        {Text{fmt::format("{} %", *row->load_percent), Tone::plain},
         number_of(row->beside_bytes_per_second, Unit::byte_rate), number_of(row->latency_seconds, Unit::seconds),
         row->cycles_known ? Cell{number_of(row->latency_cycles, Unit::cycles)} : Cell{Absent{"cycles unknown"}},
         compared
             ? Cell{Number{ratio(row->latency_seconds.value, (*unloaded)->latency_seconds.value), Unit::none, {}, {}}}
             : Cell{Absent{"not measured"}},
         quality_cell(input, row->quality)});
  }
  return table;
}

}  // namespace cachebound::analysis::report
