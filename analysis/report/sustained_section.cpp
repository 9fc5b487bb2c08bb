// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"
#include "analysis/sustained_verdict.hpp"

namespace cachebound::analysis::report {
namespace {

Tone tone_of(SustainedVerdict verdict) { return verdict == SustainedVerdict::held ? Tone::good : Tone::warning; }

Cell rate_cell(FlopRate rate) {
  if (rate.value <= 0.0) return Absent{"none"};
  return Number{rate.value, Unit::flop_rate, {}, {}};
}

Cell clock_cell(Frequency clock) {
  if (clock.value <= 0.0) return Absent{"not known"};
  return Number{clock.value, Unit::hertz, {}, {}};
}

Table held_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "sustained" + kind_suffix(input, kind);
  table.columns = {{"probe", Align::left, {}, false},
                   {"threads", Align::right, {}, false},
                   {"held for", Align::right, Unit::seconds, false},
                   {"first fifth", Align::right, Unit::flop_rate, false},
                   {"last fifth", Align::right, Unit::flop_rate, false},
                   {"lowest", Align::right, Unit::flop_rate, false},
                   {"clock, first", Align::right, Unit::hertz, false},
                   {"clock, last", Align::right, Unit::hertz, false},
                   {"verdict", Align::left, {}, false},
                   {"why", Align::left, {}, false}};
  for (const SustainedPeak& peak : kind.sustained) {
    const SustainedJudgement judgement = judge(peak, input.machine.host.virtual_machine);
    const Cell held =
        peak.points.empty() ? Cell{Absent{"none"}} : Cell{Number{peak.points.back().at.value, Unit::seconds, {}, {}}};
    table.rows.push_back({Code{peak.probe}, count_of(static_cast<std::size_t>(peak.threads)), held,
                          rate_cell(judgement.first), rate_cell(judgement.last), rate_cell(judgement.lowest),
                          clock_cell(judgement.first_clock), clock_cell(judgement.last_clock),
                          Text{std::string(to_string(judgement.verdict)), tone_of(judgement.verdict)},
                          Text{judgement.text, Tone::plain}});
  }
  return table;
}

/// Of each peak at most so many points; all are in machine.json.
constexpr std::size_t most_points = 20;

Table points_table(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "sustained-points" + kind_suffix(input, kind);
  table.caption = "Over time, every few points of those in machine.json.";
  table.columns = {{"probe", Align::left, {}, false},           {"threads", Align::right, {}, false},
                   {"at", Align::right, Unit::seconds, false},  {"rate", Align::right, Unit::flop_rate, false},
                   {"clock", Align::right, Unit::hertz, false}, {"temperature (degrees C)", Align::right, {}, false}};
  for (const SustainedPeak& peak : kind.sustained) {
    const std::size_t step = (peak.points.size() + most_points - 1) / most_points;
    for (std::size_t i = 0; i < peak.points.size(); i += std::max<std::size_t>(step, 1)) {
      const SustainedPoint& point = peak.points[i];
      table.rows.push_back({Code{peak.probe}, count_of(static_cast<std::size_t>(peak.threads)),
                            Number{point.at.value, Unit::seconds, {}, {}}, rate_cell(point.rate),
                            clock_cell(point.clock),
                            point.temperature_celsius ? Cell{Number{*point.temperature_celsius, Unit::none, {}, {}}}
                                                      : Cell{Absent{"not readable"}}});
    }
  }
  return table;
}

}  // namespace

Section sustained_section(const ReportInput& input) {
  Section section{"sustained", "A peak held", "", false, {}, {}};
  section.lead =
      "The fastest f32 multiply-add at full duty for a while: whether a peak lasts. The peaks above come from slices "
      "of "
      "microseconds.";
  for (const MeasuredCoreKind& kind : input.machine.core_kinds) {
    if (kind.sustained.empty()) continue;
    section.blocks.emplace_back(held_table(input, kind));
    section.blocks.emplace_back(points_table(input, kind));
  }
  return section;
}

}  // namespace cachebound::analysis::report
