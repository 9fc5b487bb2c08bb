// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

Bar stack(const Attribution& attribution) {
  Bar bar;
  std::int64_t extent = attribution.measured_picoseconds;
  const std::vector<Share> shares = shares_of(attribution);
  for (const Share& share : shares) extent = std::max({extent, share.from, share.to});
  if (extent <= 0) return bar;
  for (const Share& share : shares) {
    if (share.to == share.from) continue;
    const double from = static_cast<double>(share.from) / static_cast<double>(extent);
    const double to = static_cast<double>(share.to) / static_cast<double>(extent);
    bar.segments.push_back({from, to, share.ink, share.name});
  }
  return bar;
}

Cell verified_cell(const OperatorMeasurement& measurement) {
  if (measurement.error && measurement.error->reason == Reason::verification_failed) return Text{"no", Tone::bad};
  const double checked = static_cast<double>(measurement.checked_elements);
  const double all = static_cast<double>(measurement.result_elements);
  if (measurement.verified && checked < all) return Text{fmt::format("{:.1f} % of it", 100.0 * checked / all), Tone::plain};
  if (measurement.verified) return Text{"yes", Tone::plain};
  return Absent{"not checked"};
}

std::vector<Cell> row_of(const ReportInput& input, const OperatorRow& row) {
  const OperatorMeasurement& measurement = row.measurement;
  std::vector<Cell> cells{Code{measurement.id}};
  if (measurement.error) {
    for (int i = 0; i < 3; ++i) cells.emplace_back(Absent{"none"});
    cells.emplace_back(Absent{"none"});
    cells.emplace_back(Text{"failed", Tone::bad});
    cells.push_back(verified_cell(measurement));
    cells.emplace_back(Bar{});
    cells.emplace_back(Text{error_text(*measurement.error), Tone::bad});
    return cells;
  }
  cells.emplace_back(number_of(measurement.seconds, Unit::seconds));
  cells.emplace_back(rate_of(measurement));
  if (row.placement) {
    cells.emplace_back(Number{row.placement->efficiency, Unit::fraction, {}, {}});
    cells.emplace_back(Text{bound_name(row.placement->bound), Tone::plain});
  } else {
    cells.emplace_back(Absent{"not placed"});
    cells.emplace_back(Absent{"not placed"});
  }
  cells.emplace_back(quality_cell(input, measurement.quality));
  cells.push_back(verified_cell(measurement));
  cells.emplace_back(row.attribution ? stack(*row.attribution) : Bar{});
  std::string words = row.attribution ? shares_text(*row.attribution) : std::string();
  if (!row.attribution && row.not_placed)
    words = never_placed(*input.operators) ? "no machine document" : error_text(*row.not_placed);  // the note says more
  const bool exceeded = row.placement && row.placement->ceiling_exceeded;
  if (exceeded) words = "ceiling exceeded: the model or the traffic is wrong here; " + words;
  cells.emplace_back(words.empty() ? Cell{Absent{"not attributed"}}
                                   : Cell{Text{words, exceeded ? Tone::warning : Tone::plain}});
  return cells;
}

}  // namespace

Section operators_section(const ReportInput& input) {
  Section section{"operators", "Operators", "", false, {}, {}};
  if (!input.operators || input.operators->rows.empty()) {
    section.blocks.emplace_back(Paragraph{"No operator was measured in this run.", Tone::muted});
    return section;
  }
  section.lead = "How fast each operator runs, how fast it could run here, and where the rest of its time goes.";
  Table table;
  table.id = "operators";
  table.columns = {
      {"operator", Align::left, {}, false},           {"time", Align::right, {}, false},
      {"rate", Align::right, Unit::flop_rate, false}, {"of attainable", Align::right, Unit::fraction, false},
      {"bound by", Align::left, {}, false},           {"quality", Align::left, {}, false},
      {"verified", Align::left, {}, false},           {"shares", Align::left, {}, true},
      {"where the time goes", Align::left, {}, false}};
  table.note =
      "Times are medians; brackets hold their interval. Attainable is what the slowest roof over the operator allows: "
      "the ceilings of its own data type, instruction set and thread count. Shares are of the measured time; terms "
      "that were "
      "not measured are named in each operator's waterfall.";
  if (never_placed(*input.operators)) table.note += " No row is placed: " + why_never_placed(*input.operators) + ".";
  for (const OperatorRow& row : input.operators->rows) table.rows.push_back(row_of(input, row));
  section.blocks.emplace_back(std::move(table));
  return section;
}

}  // namespace cachebound::analysis::report
