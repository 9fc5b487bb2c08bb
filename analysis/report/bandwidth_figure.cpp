// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <map>

#include "analysis/report/escape.hpp"
#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

constexpr std::array series_inks{Ink::series1, Ink::series4, Ink::series3, Ink::series2, Ink::series5, Ink::series6};
constexpr std::array series_markers{Marker::circle, Marker::square, Marker::triangle, Marker::diamond, Marker::nabla};

bool drawable(const ProbeMeasurement& row) {
  return !row.error && row.threads == 1 && row.kind == CeilingKind::memory && row.access == Access::read &&
         row.working_set && row.working_set->value > 0.0 && row.bytes_per_second.value.value > 0.0;
}

std::vector<Series> sweep_series(const MeasuredCoreKind& kind) {
  std::map<std::string, Series> by_probe;
  for (const ProbeMeasurement& row : kind.measurements) {
    if (!drawable(row)) continue;
    const Number rate = number_of(row.bytes_per_second, Unit::byte_rate);
    const bool interval = rate.low > 0.0 && rate.high > 0.0;  // the axis is logarithmic
    by_probe[row.probe].points.push_back({row.working_set->value, rate.value, interval ? rate.low : std::nullopt,
                                          interval ? rate.high : std::nullopt, ""});
  }
  // The longest sweep first: it is the one that the levels were read from.
  std::vector<Series> series;
  for (auto& [probe, each] : by_probe) {
    each.legend = probe;
    each.joined = each.points.size() > 1;
    std::sort(each.points.begin(), each.points.end(), [](const PlotPoint& a, const PlotPoint& b) { return a.x < b.x; });
    series.push_back(std::move(each));
  }
  std::stable_sort(series.begin(), series.end(),
                   [](const Series& a, const Series& b) { return a.points.size() > b.points.size(); });
  for (std::size_t i = 0; i < series.size(); ++i) {
    series[i].ink = series_inks[i % series_inks.size()];
    series[i].marker = series_markers[i % series_markers.size()];
  }
  return series;
}

void set_ranges(Plot& plot) {
  double low_x = 1e300, high_x = 0.0, low_y = 1e300, high_y = 0.0;
  for (const Series& series : plot.series)
    for (const PlotPoint& point : series.points) {
      low_x = std::min(low_x, point.x);
      high_x = std::max(high_x, point.x);
      low_y = std::min(low_y, point.low.value_or(point.y));
      high_y = std::max(high_y, point.high.value_or(point.y));
    }
  low_x /= 1.3;
  high_x *= 1.3;
  // Half a decade at least: a flat machine must not be blown up into a mountain range.
  low_y = std::min(low_y / 1.6, high_y / 3.2);
  high_y *= 1.7;
  plot.x = {"working set", low_x, high_x, binary_ticks(low_x, high_x, 8)};
  plot.y = {fmt::format("read bandwidth ({})", scale_for(Unit::byte_rate, high_y).symbol), low_y, high_y,
            decade_ticks(Unit::byte_rate, low_y, high_y)};
}

std::string size_text(double bytes) { return format_number({bytes, Unit::bytes, {}, {}}); }

void add_vertical(Plot& plot, double x, const std::string& label, Ink ink, Dash dash) {
  if (x <= plot.x.low || x >= plot.x.high) return;
  plot.guides.push_back(
      {x, plot.y.low, x, plot.y.high, label, ink, dash, dash == Dash::solid ? 1.3 : 1.6, Guide::LabelSide::top});
}

/// Measured ends of the levels as solid lines, in the middle of the bracket that the sweep leaves; what the machine
/// says of itself as dotted ones.
void add_boundaries(const MeasuredCoreKind& kind, Plot& plot) {
  for (const LevelPlateau& plateau : kind.levels)
    if (plateau.beyond)
      add_vertical(plot, std::sqrt(plateau.last.value * plateau.beyond->value),
                   fmt::format("{} ends", to_string(plateau.level)), level_ink(plateau.level), Dash::solid);
  std::vector<std::pair<Level, double>> drawn;
  for (const CacheSize& cache : kind.caches) {
    const std::pair key{cache.level, cache.size.value};
    if (cache.source == "measured" || std::find(drawn.begin(), drawn.end(), key) != drawn.end()) continue;
    drawn.push_back(key);
    add_vertical(plot, cache.size.value, fmt::format("{} {}", to_string(cache.level), size_text(cache.size.value)),
                 Ink::muted, Dash::dotted);
  }
}

const Ceiling* ceiling_of(const MeasuredCoreKind& kind, Level level) {
  const Ceiling* best = nullptr;
  for (const Ceiling& ceiling : kind.ceilings)
    if (!ceiling.error && ceiling.threads == 1 && ceiling.kind == CeilingKind::memory &&
        ceiling.access == Access::read && ceiling.level == level &&
        (!best || ceiling.bytes_per_second.value > best->bytes_per_second.value))
      best = &ceiling;
  return best;
}

void add_plateaus(const MeasuredCoreKind& kind, Plot& plot) {
  for (const LevelPlateau& plateau : kind.levels) {
    const Ceiling* ceiling = ceiling_of(kind, plateau.level);
    if (!ceiling) continue;
    const double y = ceiling->bytes_per_second.value.value;
    const double from = std::max(plot.x.low, plateau.first.value / 1.15);
    const double to = std::min(plot.x.high, plateau.last.value * 1.15);
    plot.guides.push_back({from, y, to, y,
                           fmt::format("{} {}", to_string(plateau.level), format_number({y, Unit::byte_rate, {}, {}})),
                           level_ink(plateau.level), Dash::dashed, 1.6, Guide::LabelSide::along});
  }
}

Table numbers_of(const ReportInput& input, const MeasuredCoreKind& kind) {
  Table table;
  table.id = "bandwidth" + kind_suffix(input, kind);
  table.columns = {{"row", Align::left, {}, false},
                   {"working set", Align::right, {}, false},
                   {"per second", Align::right, Unit::byte_rate, false},
                   {"per cycle", Align::right, Unit::bytes_per_cycle, false},
                   {"samples", Align::right, {}, false},
                   {"dropped", Align::right, {}, false},
                   {"memory", Align::left, {}, false},
                   {"quality", Align::left, {}, false}};
  for (const ProbeMeasurement& row : kind.measurements) {
    if (row.threads != 1 || row.kind != CeilingKind::memory) continue;
    const Cell size = row.working_set ? Cell{number_of(*row.working_set, Unit::bytes)} : Cell{Absent{"none"}};
    if (row.error) {
      table.rows.push_back({Code{row.id}, size, Absent{"none"}, Absent{"none"}, Absent{"none"}, Absent{"none"},
                            Text{error_text(*row.error), Tone::bad}, Text{"failed", Tone::bad}});
      continue;
    }
    table.rows.push_back({Code{row.id}, size, number_of(row.bytes_per_second, Unit::byte_rate),
                          row.cycles_known ? Cell{number_of(row.bytes_per_cycle, Unit::bytes_per_cycle)}
                                           : Cell{Absent{"cycles unknown"}},
                          count_of(static_cast<std::size_t>(std::max(0, row.bytes_per_second.samples))),
                          count_of(static_cast<std::size_t>(std::max(0, row.bytes_per_second.dropped))),
                          Text{row.placement, Tone::plain}, quality_cell(input, row.quality)});
  }
  return table;
}

}  // namespace

std::optional<Figure> bandwidth_figure(const ReportInput& input, const MeasuredCoreKind& kind) {
  Figure figure;
  figure.plot.id = slug("bandwidth" + kind_suffix(input, kind));
  figure.plot.series = sweep_series(kind);
  if (figure.plot.series.empty()) return std::nullopt;
  set_ranges(figure.plot);
  add_plateaus(kind, figure.plot);
  add_boundaries(kind, figure.plot);
  const std::string mark = input.machine.host.emulated ? "Emulated, no rate says anything about hardware. " : "";
  figure.caption = mark +
                   "Read bandwidth of one core over the size of its working set. Dashed: the ceilings that were read "
                   "off the plateaus. "
                   "Solid upright lines: where a level ends, as measured. Dotted, with a size: caches as the machine "
                   "states them, which are "
                   "compared and not believed. Bars are intervals.";
  figure.description =
      fmt::format("Read bandwidth of {} over working-set size: {} levels were found.", kind.id, kind.levels.size());
  figure.numbers = numbers_of(input, kind);
  return figure;
}

}  // namespace cachebound::analysis::report
