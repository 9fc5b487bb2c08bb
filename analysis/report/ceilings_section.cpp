// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analysis/load_limit.hpp"
#include "analysis/report/phrases.hpp"
#include "analysis/report/row_tables.hpp"
#include "analysis/report/sections.hpp"
#include "analysis/report/thread_tables.hpp"
#include "analysis/report/together_table.hpp"

namespace cachebound::analysis::report {
namespace {

Cell winner(const Ceiling& ceiling) {
  if (ceiling.contenders.size() < 2) return Code{ceiling.probe};
  return Text{fmt::format("{} (best of {})", ceiling.probe, ceiling.contenders.size()), Tone::plain};
}

template <typename Quantity>
Cell datasheet_cell(const std::optional<Quantity>& datasheet, Unit unit) {
  return datasheet ? Cell{number_of(*datasheet, unit)} : Cell{Absent{"none"}};
}

template <typename PerSecond, typename PerCycle, typename Datasheet>
void add_numbers(std::vector<Cell>& cells, const Ceiling& ceiling, const PerSecond& per_second, Unit second_unit,
                 const PerCycle& per_cycle, Unit cycle_unit, const Datasheet& datasheet) {
  if (ceiling.error) {
    for (int i = 0; i < 3; ++i) cells.emplace_back(Absent{"none"});
    return;
  }
  cells.emplace_back(number_of(per_second, second_unit));
  cells.emplace_back(ceiling.cycles_known ? Cell{number_of(per_cycle, cycle_unit)} : Cell{Absent{"cycles unknown"}});
  cells.push_back(datasheet_cell(datasheet, cycle_unit));
}

void add_trust(const ReportInput& input, std::vector<Cell>& cells, const Ceiling& ceiling, int samples, int dropped) {
  if (ceiling.error) {
    cells.emplace_back(Absent{"none"});
    cells.emplace_back(Absent{"none"});
    cells.emplace_back(Text{"failed", Tone::bad});
    cells.emplace_back(Text{error_text(*ceiling.error), Tone::bad});
    return;
  }
  cells.emplace_back(count_of(static_cast<std::size_t>(std::max(0, samples))));
  cells.emplace_back(count_of(static_cast<std::size_t>(std::max(0, dropped))));
  cells.emplace_back(quality_cell(input, ceiling.quality));
  cells.push_back(winner(ceiling));
}

bool is_floating(DType dtype) { return dtype != DType::i8 && dtype != DType::b1; }

/// Floating-point types and the others apart: a FLOP is none of theirs.
Table compute_table(const ReportInput& input, const MeasuredCoreKind& kind, bool floating) {
  const Unit rate = floating ? Unit::flop_rate : Unit::op_rate;
  const Unit per_cycle = floating ? Unit::flops_per_cycle : Unit::ops_per_cycle;
  Table table;
  table.id = (floating ? "ceilings-compute" : "ceilings-integer") + kind_suffix(input, kind);
  table.caption =
      floating
          ? "Compute: the fastest rate of independent operations of one type, operands in registers. "
            "Multiply-accumulates (fma, mla, dot, mmla) are roofs for operators and count as two operations; mul, "
            "add and muladd are not."
          : "Integers and bits: the same. A multiply-accumulate of 8-bit integers counts as two operations, and so "
            "does a bit that is combined and counted.";
  table.columns = {{"ceiling", Align::left, {}, false},           {"per second", Align::right, rate, false},
                   {"per cycle", Align::right, per_cycle, false}, {"datasheet", Align::right, per_cycle, false},
                   {"samples", Align::right, {}, false},          {"dropped", Align::right, {}, false},
                   {"quality", Align::left, {}, false},           {"winning form", Align::left, {}, false}};
  for (const Ceiling& ceiling : kind.ceilings) {
    if (ceiling.threads != 1 || ceiling.kind != CeilingKind::compute || is_floating(ceiling.dtype) != floating)
      continue;
    std::vector<Cell> cells{Code{ceiling.id}};
    add_numbers(cells, ceiling, ceiling.flops_per_second, rate, ceiling.flops_per_cycle, per_cycle,
                ceiling.datasheet_flops_per_cycle);
    add_trust(input, cells, ceiling, ceiling.flops_per_second.samples, ceiling.flops_per_second.dropped);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

Table memory_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "ceilings-memory" + kind_suffix(input, kind);
  table.caption =
      "Memory: the fastest rate at which a working set of this size is read, written or both; bytes that instructions "
      "ask for. rXwY: X lines read for Y others written.";
  table.columns = {{"ceiling", Align::left, {}, false},
                   {"working set", Align::right, {}, false},
                   {"per second", Align::right, Unit::byte_rate, false},
                   {"per cycle", Align::right, Unit::bytes_per_cycle, false},
                   {"datasheet", Align::right, Unit::bytes_per_cycle, false},
                   {"samples", Align::right, {}, false},
                   {"dropped", Align::right, {}, false},
                   {"quality", Align::left, {}, false},
                   {"winning form", Align::left, {}, false}};
  for (const Ceiling& ceiling : kind.ceilings) {
    if (ceiling.threads != 1 || ceiling.kind != CeilingKind::memory) continue;
    std::vector<Cell> cells{Code{ceiling.id}};
    cells.emplace_back(ceiling.working_set ? Cell{number_of(*ceiling.working_set, Unit::bytes)} : Cell{Absent{"none"}});
    add_numbers(cells, ceiling, ceiling.bytes_per_second, Unit::byte_rate, ceiling.bytes_per_cycle,
                Unit::bytes_per_cycle, ceiling.datasheet_bytes_per_cycle);
    add_trust(input, cells, ceiling, ceiling.bytes_per_second.samples, ceiling.bytes_per_second.dropped);
    table.rows.push_back(std::move(cells));
  }
  return table;
}

/// "bytes", "load slots", "this form"; muted where nothing tells.
Cell limit_cell(const LoadLimits& limits, const std::string& id) {
  for (const LimitedForm& form : limits.forms)
    if (form.ceiling == id && form.limit != LoadLimit::undecided)
      return Text{std::string(to_string(form.limit)), Tone::plain};
  return Absent{"undecided"};
}

Table load_slot_table(const ReportInput& input, const MeasuredCoreKind& kind, const LoadLimits& limits) {
  Table table;
  table.id = "ceilings-loads" + kind_suffix(input, kind);
  table.caption =
      "Load slots: load instructions per cycle by form, from L1, and what limits each: bytes (no form moves more), "
      "load "
      "slots (no form loads more often), or this form itself." +
      (limits.text.empty() ? std::string() : " " + limits.text);
  table.columns = {{"form", Align::left, {}, false},
                   {"per cycle", Align::right, Unit::loads_per_cycle, false},
                   {"datasheet", Align::right, Unit::loads_per_cycle, false},
                   {"bytes per cycle", Align::right, Unit::bytes_per_cycle, false},
                   {"limited by", Align::left, {}, false},
                   {"samples", Align::right, {}, false},
                   {"dropped", Align::right, {}, false},
                   {"quality", Align::left, {}, false}};
  for (const Ceiling& ceiling : kind.ceilings) {
    if (ceiling.threads != 1 || ceiling.kind != CeilingKind::load_slots) continue;
    std::vector<Cell> cells{Code{ceiling.id}};
    cells.emplace_back(ceiling.cycles_known && !ceiling.error
                           ? Cell{number_of(ceiling.loads_per_cycle, Unit::loads_per_cycle)}
                           : Cell{Absent{"cycles unknown"}});
    cells.push_back(datasheet_cell(ceiling.datasheet_loads_per_cycle, Unit::loads_per_cycle));
    const bool bytes_known = ceiling.cycles_known && !ceiling.error && ceiling.bytes_per_cycle.value > BytesPerCycle{};
    cells.emplace_back(bytes_known ? Cell{number_of(ceiling.bytes_per_cycle, Unit::bytes_per_cycle)}
                                   : Cell{Absent{"unknown"}});
    cells.push_back(limit_cell(limits, ceiling.id));
    add_trust(input, cells, ceiling, ceiling.loads_per_second.samples, ceiling.loads_per_second.dropped);
    cells.pop_back();  // the form is the row
    table.rows.push_back(std::move(cells));
  }
  return table;
}

/// What exists of the corner where compute and L1 meet.
Table mixed_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "ceilings-mixed" + kind_suffix(input, kind);
  table.caption =
      "Mixed: multiply-adds and loads in one loop, F to L instructions. Where both rates stay below their own "
      "ceilings, the "
      "corner of the roofline does not exist on this core.";
  table.columns = {{"mixture", Align::left, {}, false},
                   {"working set", Align::right, {}, false},
                   {"operations per cycle", Align::right, Unit::flops_per_cycle, false},
                   {"bytes per cycle", Align::right, Unit::bytes_per_cycle, false},
                   {"quality", Align::left, {}, false}};
  for (const Ceiling& ceiling : kind.ceilings) {
    if (ceiling.threads != 1 || ceiling.kind != CeilingKind::mixed || ceiling.error || !ceiling.cycles_known) continue;
    table.rows.push_back({Code{ceiling.id}, number_of(ceiling.working_set.value_or(Bytes{}), Unit::bytes),
                          number_of(ceiling.flops_per_cycle, Unit::flops_per_cycle),
                          number_of(ceiling.bytes_per_cycle, Unit::bytes_per_cycle),
                          quality_cell(input, ceiling.quality)});
  }
  return table;
}

Table latency_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "ceilings-latency" + kind_suffix(input, kind);
  table.caption =
      "Latency of one dependent load. Pages are visited one after the other, so that the TLB is out of it; random: "
      "lines "
      "in random order, TLB misses included.";
  table.columns = {{"level", Align::left, {}, false},
                   {"working set", Align::right, {}, false},
                   {"time", Align::right, Unit::seconds, false},
                   {"cycles", Align::right, Unit::cycles, false},
                   {"datasheet", Align::right, Unit::cycles, false},
                   {"samples", Align::right, {}, false},
                   {"dropped", Align::right, {}, false},
                   {"quality", Align::left, {}, false}};
  for (const Ceiling& ceiling : kind.ceilings) {
    if (ceiling.threads != 1 || ceiling.kind != CeilingKind::latency || ceiling.error) continue;
    std::vector<Cell> cells{Code{ceiling.id}};
    cells.emplace_back(ceiling.working_set ? Cell{number_of(*ceiling.working_set, Unit::bytes)} : Cell{Absent{"none"}});
    cells.emplace_back(number_of(ceiling.latency_seconds, Unit::seconds));
    cells.emplace_back(ceiling.cycles_known ? Cell{number_of(ceiling.latency_cycles, Unit::cycles)}
                                            : Cell{Absent{"cycles unknown"}});
    cells.push_back(datasheet_cell(ceiling.datasheet_latency_cycles, Unit::cycles));
    add_trust(input, cells, ceiling, ceiling.latency_seconds.samples, ceiling.latency_seconds.dropped);
    cells.pop_back();
    table.rows.push_back(std::move(cells));
  }
  return table;
}

/// Rate over the number of accumulators: where it stops rising is latency x throughput, and that it stops proves the
/// peak.
Table accumulator_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "accumulators" + kind_suffix(input, kind);
  table.caption =
      "Accumulators: operations per cycle with so many independent chains. Where the rate stops rising is latency "
      "times "
      "throughput; that it stops shows that the peak is one.";
  table.columns = {{"row", Align::left, {}, false},
                   {"accumulators", Align::right, {}, false},
                   {"per cycle", Align::right, Unit::ops_per_cycle, false},
                   {"quality", Align::left, {}, false}};
  for (const ProbeMeasurement& row : kind.measurements) {
    if (!row.accumulators || row.error || !row.cycles_known) continue;
    table.rows.push_back({Code{row.probe}, count_of(static_cast<std::size_t>(*row.accumulators)),
                          number_of(row.flops_per_cycle, Unit::ops_per_cycle), quality_cell(input, row.quality)});
  }
  return table;
}

/// Better than the datasheet is a fault to explain, never a triumph.
void add_excesses(const Ceiling& ceiling, Notices& notices) {
  constexpr double tolerance = 0.005;
  const auto report = [&](std::string_view how) {
    notices.notices.push_back({Tone::warning, fmt::format("{} is {}.", ceiling.id, how),
                               "One of the two is wrong: the count of work, the clock chain, or the data file."});
  };
  const auto over = [&](double value, double datasheet) {
    if (value > (1.0 + tolerance) * datasheet) report("above the datasheet's rate");
  };
  if (ceiling.error || !ceiling.cycles_known) return;
  if (ceiling.datasheet_flops_per_cycle)
    over(ceiling.flops_per_cycle.value.value, ceiling.datasheet_flops_per_cycle->value);
  if (ceiling.datasheet_bytes_per_cycle)
    over(ceiling.bytes_per_cycle.value.value, ceiling.datasheet_bytes_per_cycle->value);
  if (ceiling.datasheet_loads_per_cycle)
    over(ceiling.loads_per_cycle.value.value, ceiling.datasheet_loads_per_cycle->value);
  if (ceiling.datasheet_latency_cycles &&
      ceiling.latency_cycles.value.value < (1.0 - tolerance) * ceiling.datasheet_latency_cycles->value)
    report("below the datasheet's latency");
}

}  // namespace

Section ceilings_section(const ReportInput& input) {
  Section section{"ceilings", "Ceilings", "What the core can do, as probes measured it here.", false, {}, {}};
  for (const MeasuredCoreKind& kind : input.machine.core_kinds) {
    if (input.machine.core_kinds.size() > 1)
      section.blocks.emplace_back(Paragraph{"Core kind " + kind.id, Tone::plain});
    const std::vector<Table> tables{compute_table(input, kind, true),
                                    compute_table(input, kind, false),
                                    memory_table(input, kind),
                                    unplaced_table(input, kind),
                                    load_slot_table(input, kind, load_limits(kind.ceilings)),
                                    mixed_table(input, kind),
                                    latency_table(input, kind),
                                    latency_sizes_table(input, kind),
                                    loaded_latency_table(input, kind),
                                    accumulator_table(input, kind),
                                    thread_table(input, kind),
                                    thread_scaling_table(input, kind)};
    if (std::ranges::all_of(tables, [](const Table& table) { return table.rows.empty(); }))
      section.blocks.emplace_back(Paragraph{"Nothing was measured on this core kind.", Tone::muted});
    for (const Table& table : tables)
      if (!table.rows.empty()) section.blocks.emplace_back(table);
    Notices notices;
    for (const Ceiling& ceiling : kind.ceilings) {
      add_excesses(ceiling, notices);
      for (const std::string& note : ceiling.notes)
        notices.notices.push_back({Tone::muted, ceiling.id + ": " + note, ""});
    }
    for (const ProbeMeasurement& row : kind.measurements)
      if (row.load_percent)  // is no ceiling
        for (const std::string& note : row.notes) notices.notices.push_back({Tone::muted, row.id + ": " + note, ""});
    if (!notices.notices.empty()) section.blocks.emplace_back(std::move(notices));
  }
  if (Table together = together_table(input); !together.rows.empty()) section.blocks.emplace_back(std::move(together));
  if (Notices notices = together_notes(input); !notices.notices.empty())
    section.blocks.emplace_back(std::move(notices));
  return section;
}

}  // namespace cachebound::analysis::report
