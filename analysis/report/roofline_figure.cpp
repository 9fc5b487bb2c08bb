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

constexpr std::array level_order{Level::l1, Level::l2, Level::l3, Level::dram};
constexpr std::array series_inks{Ink::series1, Ink::series2, Ink::series3, Ink::series4, Ink::series5, Ink::series6};
constexpr std::array series_markers{Marker::circle, Marker::square, Marker::triangle, Marker::diamond, Marker::nabla};
// Compulsory bytes bound the traffic from below, so the intensity from above: such points must not pass for placed
// ones.
constexpr const char* least_bytes = " (least bytes)";
// Roofs closer than this on the page share one label: two sets may well have one and the same peak.
constexpr double same_roof = 1.06;

struct Roofs {
  std::vector<const Ceiling*> compute;  ///< fastest first
  std::vector<const Ceiling*> memory;   ///< one per level, the fastest, inner first
};

Roofs roofs_of(const MeasuredCoreKind& kind) {
  Roofs roofs;
  for (const Ceiling& ceiling : kind.ceilings)
    if (!ceiling.error && ceiling.threads == 1 && ceiling.kind == CeilingKind::compute && ceiling.dtype == DType::f32 &&
        accumulates(ceiling.operation) && ceiling.flops_per_second.value.value > 0.0)
      roofs.compute.push_back(&ceiling);
  std::sort(roofs.compute.begin(), roofs.compute.end(),
            [](const Ceiling* a, const Ceiling* b) { return a->flops_per_second.value > b->flops_per_second.value; });
  for (const Level level : level_order) {
    const Ceiling* best = nullptr;
    for (const Ceiling& ceiling : kind.ceilings)
      if (!ceiling.error && ceiling.threads == 1 && ceiling.kind == CeilingKind::memory && ceiling.level == level &&
          ceiling.access == Access::read && ceiling.bytes_per_second.value.value > 0.0 &&
          (!best || ceiling.bytes_per_second.value > best->bytes_per_second.value))
        best = &ceiling;
    if (best) roofs.memory.push_back(best);
  }
  return roofs;
}

/// "m512n512k512" is "512" beside a point; other problems keep their name.
std::string short_problem(const std::string& problem) {
  const std::size_t n = problem.find('n');
  const std::size_t k = problem.find('k');
  if (problem.empty() || problem[0] != 'm' || n == std::string::npos || k == std::string::npos || k < n) return problem;
  const std::string m_value = problem.substr(1, n - 1);
  if (m_value == problem.substr(n + 1, k - n - 1) && m_value == problem.substr(k + 1)) return m_value;
  return problem;
}

std::vector<Series> operator_series(const ReportInput& input, const MeasuredCoreKind& kind) {
  std::map<std::string, Series> by_name;
  std::vector<std::string> order;
  if (operator_kind(input) != &kind) return {};
  const auto add = [&](const std::string& name, PlotPoint point) {
    if (by_name.find(name) == by_name.end()) order.push_back(name);
    by_name[name].points.push_back(std::move(point));
  };
  for (const OperatorRow& row : input.operators->rows) {
    if (row.measurement.error || !row.placement) continue;
    const Number rate = rate_of(row.measurement);
    if (!(rate.value > 0.0) || !std::isfinite(rate.value)) continue;
    const std::string name = row.measurement.op + "/" + row.measurement.backend;
    for (const Roof& roof : row.placement->roofs) {
      if (!roof.level || !roof.intensity || !(roof.intensity->value > 0.0)) continue;
      if (*roof.level != Level::l1 && !input.outer_levels) continue;
      const bool bound_only = roof.source == TrafficSource::compulsory;
      std::string legend = name + (*roof.level == Level::l1 ? "" : " beyond L1") + (bound_only ? least_bytes : "");
      PlotPoint point{roof.intensity->value, rate.value, rate.low, rate.high, {}};
      if (*roof.level == Level::l1) point.label = short_problem(row.measurement.problem);
      add(legend, std::move(point));
    }
  }
  std::vector<Series> series;
  for (const std::string& name : order) {
    Series each = std::move(by_name[name]);
    each.legend = name;
    each.ink = series_inks[series.size() % series_inks.size()];
    each.marker = name.ends_with(least_bytes) ? Marker::ring : series_markers[series.size() % series_markers.size()];
    series.push_back(std::move(each));
  }
  return series;
}

void set_ranges(Plot& plot, const Roofs& roofs) {
  const double peak = roofs.compute.front()->flops_per_second.value.value;
  double low_x = 1.0;
  double high_x = 8.0;
  double low_y = peak / 64;
  double high_y = peak;
  for (const Ceiling* ceiling : roofs.memory) {
    const double ridge = peak / ceiling->bytes_per_second.value.value;
    low_x = std::min(low_x, ridge / 2);
    high_x = std::max(high_x, ridge * 2);
  }
  for (const Series& series : plot.series)
    for (const PlotPoint& point : series.points) {
      low_x = std::min(low_x, point.x / 2);
      high_x = std::max(high_x, point.x * 2);
      low_y = std::min(low_y, point.y / 2);
      high_y = std::max(high_y, point.y);
    }
  plot.x = {"arithmetic intensity (FLOP per byte at the level)", low_x, high_x,
            decade_ticks(Unit::none, low_x, high_x)};
  high_y *= 1.9;
  plot.y = {fmt::format("rate ({})", scale_for(Unit::flop_rate, high_y).symbol), low_y, high_y,
            decade_ticks(Unit::flop_rate, low_y, high_y)};
}

void add_roofs(Plot& plot, const Roofs& roofs) {
  const double peak = roofs.compute.front()->flops_per_second.value.value;
  double steepest = 0.0;
  for (const Ceiling* ceiling : roofs.memory) {
    const double bandwidth = ceiling->bytes_per_second.value.value;
    steepest = std::max(steepest, bandwidth);
    const double from = std::max(plot.x.low, plot.y.low / bandwidth);
    const std::string label = fmt::format("{} {}", to_string(*ceiling->level),
                                          format_number(number_of(ceiling->bytes_per_second.value, Unit::byte_rate)));
    plot.guides.push_back({from, from * bandwidth, peak / bandwidth, peak, label, level_ink(*ceiling->level),
                           Dash::solid, 1.8, Guide::LabelSide::along});
  }
  for (std::size_t i = 0; i < roofs.compute.size();) {
    const double rate = roofs.compute[i]->flops_per_second.value.value;
    std::vector<std::string> names;
    std::size_t next = i;
    for (; next < roofs.compute.size() && rate < same_roof * roofs.compute[next]->flops_per_second.value.value; ++next)
      names.push_back(roofs.compute[next]->id);
    const std::string label = fmt::format("{} {}", join(names, ", "), format_number({rate, Unit::flop_rate, {}, {}}));
    for (std::size_t line = i; line < next; ++line) {
      const double y = roofs.compute[line]->flops_per_second.value.value;
      const double from = steepest > 0.0 ? std::max(plot.x.low, y / steepest) : plot.x.low;
      if (y > plot.y.low)
        plot.guides.push_back({from, y, plot.x.high, y, line == i ? label : std::string(), Ink::compute, Dash::solid,
                               1.8, Guide::LabelSide::along});
    }
    i = next;
  }
}

Table numbers_of(const ReportInput& input, const MeasuredCoreKind& kind, const Roofs& roofs, const Plot& plot) {
  Table table;
  table.id = "roofline" + kind_suffix(input, kind);
  table.columns = {{"what", Align::left, {}, false},       {"level", Align::left, {}, false},
                   {"intensity", Align::right, {}, false}, {"bytes", Align::left, {}, false},
                   {"rate", Align::right, {}, false},      {"quality", Align::left, {}, false}};
  for (const Ceiling* ceiling : roofs.compute)
    table.rows.push_back({Code{ceiling->id}, Absent{"none"}, Absent{"any"}, Absent{"none"},
                          number_of(ceiling->flops_per_second, Unit::flop_rate),
                          quality_cell(input, ceiling->quality)});
  for (const Ceiling* ceiling : roofs.memory)
    table.rows.push_back({Code{ceiling->id}, Text{std::string(to_string(*ceiling->level)), Tone::plain},
                          Absent{"slope"}, Absent{"none"}, number_of(ceiling->bytes_per_second, Unit::byte_rate),
                          quality_cell(input, ceiling->quality)});
  if (plot.series.empty()) return table;
  for (const OperatorRow& row : input.operators->rows) {
    if (row.measurement.error || !row.placement) continue;
    for (const Roof& roof : row.placement->roofs) {
      if (!roof.level || !roof.intensity || (*roof.level != Level::l1 && !input.outer_levels)) continue;
      const Cell source =
          roof.source ? Cell{Text{std::string(to_string(*roof.source)), Tone::plain}} : Cell{Absent{"not stated"}};
      table.rows.push_back({Code{row.measurement.id}, Text{std::string(to_string(*roof.level)), Tone::plain},
                            number_of(*roof.intensity, Unit::flops_per_byte), source, rate_of(row.measurement),
                            quality_cell(input, row.measurement.quality)});
    }
  }
  return table;
}

}  // namespace

std::optional<Figure> roofline_figure(const ReportInput& input, const MeasuredCoreKind& kind) {
  const Roofs roofs = roofs_of(kind);
  if (roofs.compute.empty()) return std::nullopt;
  Figure figure;
  figure.plot.id = slug("roofline" + kind_suffix(input, kind));
  figure.plot.series = operator_series(input, kind);
  set_ranges(figure.plot, roofs);
  add_roofs(figure.plot, roofs);
  const std::string mark = input.machine.host.emulated ? "Emulated, no rate says anything about hardware. " : "";
  figure.caption =
      mark +
      "Measured ceilings of one core, and the operators at their L1 intensity: work over the bytes that load and store "
      "instructions ask for. A point can at best reach the L1 diagonal or the compute roof above it; the outer "
      "diagonals bind at outer intensities, which the table of each operator gives. Bars are intervals.";
  const auto bound_only = [](const Series& series) { return series.legend.ends_with(least_bytes); };
  if (std::any_of(figure.plot.series.begin(), figure.plot.series.end(), bound_only))
    figure.caption +=
        " Rings: of these, only the least possible bytes are known (each datum once), so their true intensity is at "
        "most this.";
  figure.description =
      fmt::format("Roofline of {}: {} compute ceilings, {} bandwidth ceilings, {} series of operators.", kind.id,
                  roofs.compute.size(), roofs.memory.size(), figure.plot.series.size());
  figure.numbers = numbers_of(input, kind, roofs, figure.plot);
  return figure;
}

Section roofline_section(const ReportInput& input) {
  Section section{"roofline", "Roofline", "", false, {}, {}};
  for (const MeasuredCoreKind& kind : input.machine.core_kinds) {
    if (auto figure = roofline_figure(input, kind)) {
      section.blocks.emplace_back(std::move(*figure));
    } else {
      section.blocks.emplace_back(
          Paragraph{"No compute ceiling was measured on " + kind.id + ", so there is no roofline.", Tone::muted});
    }
  }
  return section;
}

}  // namespace cachebound::analysis::report
