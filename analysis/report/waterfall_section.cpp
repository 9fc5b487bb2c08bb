// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/cell_text.hpp"
#include "analysis/report/counters_table.hpp"
#include "analysis/report/escape.hpp"
#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"
#include "microbench/validity_rules.hpp"

namespace cachebound::analysis::report {
namespace {

Number picoseconds(std::int64_t value) { return number_of(from_picoseconds(value), Unit::seconds); }

Table waterfall_table(const OperatorRow& row) {
  const Attribution& attribution = *row.attribution;
  const std::vector<Share> shares = shares_of(attribution);
  std::int64_t low = 0;
  std::int64_t high = attribution.measured_picoseconds;
  for (const Share& share : shares) {
    low = std::min({low, share.from, share.to});
    high = std::max({high, share.from, share.to});
  }
  const double extent = static_cast<double>(std::max<std::int64_t>(1, high - low));
  const auto place = [&](std::int64_t at) { return static_cast<double>(at - low) / extent; };

  Table table;
  table.id = "waterfalls";
  table.subject = row.measurement.id;
  table.columns = {{"term", Align::left, {}, false},
                   {"time", Align::right, {}, false},
                   {"share", Align::right, Unit::fraction, false},
                   {"from ideal to measured", Align::left, {}, false},
                   {"evidence", Align::left, {}, false},
                   {"detail", Align::left, {}, false}};
  const double whole = static_cast<double>(attribution.measured_picoseconds);
  for (const Share& share : shares) {
    std::vector<Cell> cells{Text{share.name, Tone::plain}};
    if (share.measured) {
      cells.emplace_back(picoseconds(share.to - share.from));
      cells.emplace_back(Number{static_cast<double>(share.to - share.from) / whole, Unit::fraction, {}, {}});
    } else {
      cells.emplace_back(Absent{"not measured"});
      cells.emplace_back(Absent{"not measured"});
    }
    Bar bar;
    if (share.to != share.from) bar.segments.push_back({place(share.from), place(share.to), share.ink, share.name});
    cells.emplace_back(bar);
    cells.emplace_back(share.measured ? Cell{Text{share.evidence, Tone::plain}} : Cell{Absent{"none"}});
    cells.emplace_back(Text{share.detail, Tone::plain});
    table.rows.push_back(std::move(cells));
  }
  table.rows.push_back({Text{"measured", Tone::plain}, picoseconds(attribution.measured_picoseconds),
                        Number{1.0, Unit::fraction, {}, {}},
                        Bar{{{place(0), place(attribution.measured_picoseconds), Ink::text, "measured"}}},
                        Text{"measured", Tone::plain}, Text{"median of the rounds", Tone::plain}});
  return table;
}

Table roof_table(const OperatorRow& row) {
  Table table;
  table.id = "roofs";
  table.subject = row.measurement.id;
  table.caption = "The roofs over this operator: the slowest one binds.";
  table.columns = {{"roof", Align::left, {}, false},       {"ceiling", Align::left, {}, false},
                   {"traffic", Align::right, {}, false},   {"source", Align::left, {}, false},
                   {"intensity", Align::right, {}, false}, {"least time", Align::right, {}, false},
                   {"attainable", Align::right, {}, false}};
  for (const Roof& roof : row.placement->roofs) {
    const bool binds = roof.level == row.placement->bound;
    const std::string unmeasured = roof.missing.empty() ? "not measured" : roof.missing;
    std::vector<Cell> cells{Text{bound_name(roof.level) + (binds ? " (binds)" : ""), Tone::plain}};
    cells.emplace_back(roof.ceiling.empty() ? Cell{Absent{"none"}} : Cell{Code{roof.ceiling}});
    cells.emplace_back(roof.traffic ? Cell{number_of(*roof.traffic, Unit::bytes)} : Cell{Absent{"none"}});
    cells.emplace_back(roof.source ? Cell{Text{std::string(to_string(*roof.source)), Tone::plain}}
                                   : Cell{Absent{"none"}});
    cells.emplace_back(roof.intensity ? Cell{number_of(*roof.intensity, Unit::flops_per_byte)} : Cell{Absent{"none"}});
    cells.emplace_back(roof.seconds ? Cell{number_of(*roof.seconds, Unit::seconds)} : Cell{Absent{unmeasured}});
    cells.emplace_back(roof.attainable ? Cell{number_of(*roof.attainable, Unit::flop_rate)}
                                       : Cell{Absent{roof.seconds ? "no limit" : "not known"}});
    table.rows.push_back(std::move(cells));
  }
  return table;
}

void say_prediction(const ReportInput& input, const OperatorRow& row, Section& section) {
  if (!input.predictions) return;
  const auto& rows = input.predictions->rows;
  const auto found =
      std::find_if(rows.begin(), rows.end(), [&](const Prediction& each) { return each.op.id == row.measurement.id; });
  if (found == rows.end() || found->error) return;
  section.blocks.emplace_back(
      Paragraph{fmt::format("Before it ran, the model said: bound by {}, no faster than {} ({}).",
                            bound_name(found->bound), format_number(number_of(found->seconds, Unit::seconds)),
                            format_number(number_of(found->attainable, Unit::flop_rate))),
                Tone::plain});
}

/// A row is no better than the roof that it is placed under.
void add_signs_of_ceiling(const ReportInput& input, const OperatorRow& row, Notices& notices) {
  const MeasuredCoreKind* kind = operator_kind(input);
  const Ceiling* ceiling = kind == nullptr || !row.placement ? nullptr : find_ceiling(*kind, row.placement->ceiling);
  if (ceiling == nullptr) return;
  for (const std::string& note : notes_of(ceiling->validity))
    notices.notices.push_back({Tone::muted, "its ceiling " + ceiling->id + ": " + note, ""});
}

}  // namespace

Section waterfall(const ReportInput& input, const OperatorRow& row) {
  const OperatorMeasurement& measurement = row.measurement;
  Section section{"gap-" + slug(measurement.id), measurement.id, "", true, {}, {}};
  if (measurement.error) {
    section.lead = error_text(*measurement.error);
    section.blocks.emplace_back(Notices{{{Tone::bad, "This row could not be made.", section.lead}}});
    return section;
  }
  if (!row.attribution) {
    section.lead = row.not_placed ? error_text(*row.not_placed) : "not attributed";
    section.blocks.emplace_back(Notices{{{Tone::warning, "Measured, but not attributed.", section.lead}}});
    return section;
  }
  section.lead = gap_text(*row.attribution);
  section.blocks.emplace_back(
      Paragraph{fmt::format("Measured: {} a call, {}; {} samples, {} dropped.",
                            cell_text(number_of(measurement.seconds, Unit::seconds)),
                            quality_cell(input, measurement.quality).text, measurement.seconds.samples,
                            measurement.seconds.dropped),
                Tone::plain});
  if (row.placement) {
    section.blocks.emplace_back(Paragraph{
        fmt::format("{} where {} allows {}: {} of what is attainable.", format_number(rate_of(measurement)),
                    row.placement->ceiling, format_number(number_of(row.placement->attainable, Unit::flop_rate)),
                    format_number({row.placement->efficiency, Unit::fraction, {}, {}})),
        Tone::plain});
  }
  say_prediction(input, row, section);
  section.blocks.emplace_back(waterfall_table(row));
  if (row.placement) section.blocks.emplace_back(roof_table(row));
  if (!measurement.counters.empty()) section.blocks.emplace_back(counters_table(measurement.id, measurement.counters));
  Notices notices;
  if (!measurement.implementation.empty())
    section.blocks.emplace_back(Paragraph{"Implementation: " + measurement.implementation, Tone::muted});
  if (row.placement && row.placement->ceiling_exceeded)
    notices.notices.push_back({Tone::warning, "Ceiling exceeded.",
                               "The row is faster than its ceiling allows: the model or the traffic is wrong here."});
  if (row.placement)
    for (const std::string& note : row.placement->notes) notices.notices.push_back({Tone::muted, note, ""});
  for (const std::string& note : measurement.notes) notices.notices.push_back({Tone::muted, note, ""});
  add_signs_of_ceiling(input, row, notices);
  if (!notices.notices.empty()) section.blocks.emplace_back(std::move(notices));
  return section;
}

Section waterfall_section(const ReportInput& input) {
  Section section{"waterfalls", "The gaps, term by term", "", false, {}, {}};
  section.lead = "From the ideal time to the measured one. The terms and unexplained sum to the gap exactly.";
  section.blocks.emplace_back(Paragraph{
      "A term whose experiment was not run is not measured, which is not zero: what it would have explained stands in "
      "unexplained. A negative unexplained means that the model predicted too much.",
      Tone::muted});
  if (!input.operators) return section;
  // One reason for all is said once; what failed has one of its own.
  const bool none = never_placed(*input.operators);
  if (none) {
    section.blocks.emplace_back(
        Notices{{{Tone::warning, "Measured, but not attributed.", why_never_placed(*input.operators)}}});
  }
  for (const OperatorRow& row : input.operators->rows)
    if (!none || row.measurement.error) section.sections.push_back(waterfall(input, row));
  return section;
}

}  // namespace cachebound::analysis::report
