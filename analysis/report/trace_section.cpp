// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analysis/levels.hpp"
#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"
#include "analysis/trace/trace_table.hpp"

namespace cachebound::analysis::report {
namespace {

std::string geometry_text(const std::vector<Cache>& caches) {
  if (caches.empty()) return "No caches were modelled.";
  std::string text = "Modelled caches:";
  for (const Cache& cache : caches) {
    text +=
        fmt::format(" {} {}, {} ways ({});", to_string(cache.level), size_text(cache.size), cache.ways, cache.source);
  }
  text +=
      fmt::format(" lines of {} bytes, least recently used, write-allocate, write-back.", caches.front().line_bytes);
  return text;
}

/// "57 % vec256, 38 % broadcast32": by instructions, what is below one in a hundred left out.
std::string access_shares(const std::vector<AccessCount>& counts) {
  std::vector<AccessCount> sorted = counts;
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const AccessCount& a, const AccessCount& b) { return a.count > b.count; });
  double all = 0.0;
  for (const AccessCount& count : sorted) all += count.count;
  std::string text;
  for (const AccessCount& count : sorted) {
    if (count.count < 0.01 * all) break;
    text += fmt::format("{}{:.0f} % {}", text.empty() ? "" : ", ", 100.0 * count.count / all, count.form);
  }
  return text;
}

double sum(const std::vector<AccessCount>& counts) {
  double all = 0.0;
  for (const AccessCount& count : counts) all += count.count;
  return all;
}

std::vector<Cell> row_of(const TraceRow& row, std::size_t levels) {
  std::vector<Cell> cells{Code{row.op.id}};
  if (row.error) {
    for (std::size_t i = 0; i < 5 + 2 * levels; ++i) cells.emplace_back(Absent{"none"});
    cells.emplace_back(Text{error_text(*row.error), Tone::bad});
    return cells;
  }
  const auto number = [&](double value, Unit unit) { cells.emplace_back(Number{value, unit, {}, {}}); };
  number(row.call.instructions, Unit::count);
  number(sum(row.call.loads), Unit::count);
  number(sum(row.call.stores), Unit::count);
  for (const Traffic& traffic : row.call.traffic) {
    number(traffic.read.value, Unit::bytes);
    number(traffic.written.value, Unit::bytes);
  }
  cells.emplace_back(Text{access_shares(row.call.loads), Tone::plain});
  return cells;
}

}  // namespace

Section trace_section(const TraceTable& trace) {
  Section section{"trace", "Executed", "", false, {}, {}};
  section.lead = fmt::format("One call of each operator, counted by {} {} as {}.", trace.emulator.program,
                             trace.emulator.version, trace.emulator.core);
  Table table;
  table.id = "trace";
  table.columns = {{"operator", Align::left, {}, false}, {"instructions", Align::right, {}, false},
                   {"loads", Align::right, {}, false},   {"stores", Align::right, {}, false},
                   {"L1 read", Align::right, {}, false}, {"L1 written", Align::right, {}, false}};
  for (const Cache& cache : trace.caches) {
    table.columns.push_back({fmt::format("into {}", to_string(cache.level)), Align::right, {}, false});
    table.columns.push_back({fmt::format("out of {}", to_string(cache.level)), Align::right, {}, false});
  }
  table.columns.push_back({"loads by form", Align::left, {}, false});
  table.note = geometry_text(trace.caches);
  for (const TraceRow& row : trace.rows) table.rows.push_back(row_of(row, trace.caches.size()));
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace cachebound::analysis::report
