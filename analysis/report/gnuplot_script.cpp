// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/gnuplot_script.hpp"

#include <fmt/format.h>

#include <cstddef>
#include <iterator>

#include "analysis/report/escape.hpp"
#include "analysis/report/palette.hpp"

namespace cachebound::analysis::report {
namespace {

// `noenhanced` everywhere: an underscore in an id is an underscore, not a subscript.
class Script {
 public:
  Script(const Plot& plot, const Canvas& canvas) : plot_(plot), canvas_(canvas) {}

  template <typename... Args>
  void line(fmt::format_string<Args...> format, Args&&... args) {
    fmt::format_to(std::back_inserter(out_), format, std::forward<Args>(args)...);
    out_ += '\n';
  }

  void frame() {
    line("set encoding utf8");
    line("set terminal svg size {},{} dynamic noenhanced font 'sans-serif,{}' background rgb '{}'", canvas_.width,
         canvas_.height, canvas_.letter, colour_of(Ink::paper).light);
    line("set lmargin at screen {:.6f}", canvas_.left / canvas_.width);
    line("set rmargin at screen {:.6f}", 1 - canvas_.right / canvas_.width);
    line("set bmargin at screen {:.6f}", canvas_.bottom / canvas_.height);
    line("set tmargin at screen {:.6f}", 1 - canvas_.top / canvas_.height);
    line("unset key");
    line("set border 3 lc rgb '{}' lw 1", colour_of(Ink::muted).light);
    line("set grid xtics ytics lc rgb '{}' lw 1 dt 1", colour_of(Ink::grid).light);
    axis("x", plot_.x, "offset 0,0.3");
    axis("y", plot_.y, "offset 1,0");
  }

  void guides() {
    for (const Guide& guide : plot_.guides)
      line("set arrow from {:.10g},{:.10g} to {:.10g},{:.10g} nohead lc rgb '{}' lw {} dt {}", guide.x0, guide.y0,
           guide.x1, guide.y1, colour_of(guide.ink).light, guide.width, dash(guide.dash));
  }

  void words(const Layout& layout) {
    for (const PlacedLabel& label : layout.labels) {
      if (!label.shown) continue;
      const char* anchor = label.anchor == Anchor::left ? "left" : label.anchor == Anchor::right ? "right" : "center";
      line("set label {} at screen {:.6f},{:.6f} {} rotate by {:.3f} tc rgb '{}' noenhanced front",
           gnuplot_literal(label.text), label.at.x / canvas_.width, label.at.y / canvas_.height, anchor, label.degrees,
           colour_of(label.ink).light);
    }
    for (const LegendEntry& entry : layout.legend)
      line(
          "set label {} at screen {:.6f},{:.6f} left offset char 1.2,-0.25 tc rgb '{}' noenhanced point pt {} ps 0.9 "
          "lc rgb '{}' front",
          gnuplot_literal(entry.text), entry.at.x / canvas_.width, entry.at.y / canvas_.height,
          colour_of(Ink::text).light, point_type(entry.marker), colour_of(entry.ink).light);
  }

  void series(const std::string& data_file) {
    std::string plots;
    int index = 0;
    for (const Series& each : plot_.series) {
      if (each.points.empty()) continue;
      const std::string_view colour = colour_of(each.ink).light;
      const auto add = [&](const std::string& style) {
        plots += fmt::format("{}{} index {} using {}", plots.empty() ? "" : ", \\\n  ", gnuplot_literal(data_file),
                             index, style);
      };
      if (each.joined) add(fmt::format("1:2 with lines lc rgb '{}' lw 1.2 notitle", colour));
      add(fmt::format("1:2:3:4 with yerrorbars pt 0 lc rgb '{}' lw 1.1 notitle", colour));
      add(fmt::format("1:2 with points pt {} ps {} lc rgb '{}' notitle", point_type(each.marker),
                      each.joined ? 0.5 : 0.85, colour));
      ++index;
    }
    line("plot {}", plots.empty() ? "NaN notitle" : plots);
  }

  std::string take() { return std::move(out_); }

 private:
  void axis(std::string_view name, const Axis& axis, std::string_view offset) {
    line("set logscale {} 10", name);
    line("set {}range [{:.10g}:{:.10g}]", name, axis.low, axis.high);
    line("set {}label {} tc rgb '{}' noenhanced {}", name, gnuplot_literal(axis.label), colour_of(Ink::text).light,
         offset);
    std::string ticks;
    for (const Tick& tick : axis.ticks)
      ticks += fmt::format("{}{} {:.10g} {}", ticks.empty() ? "" : ", ", gnuplot_literal(tick.label), tick.value,
                           tick.label.empty() ? 1 : 0);
    line("set {}tics nomirror out scale 0.7,0.4 tc rgb '{}' ({})", name, colour_of(Ink::muted).light, ticks);
  }

  static int point_type(Marker marker) {
    switch (marker) {
      case Marker::circle:
        return 7;
      case Marker::square:
        return 5;
      case Marker::triangle:
        return 9;
      case Marker::nabla:
        return 11;
      case Marker::diamond:
        return 13;
      case Marker::ring:
        return 6;
    }
    return 7;
  }
  static std::string_view dash(Dash dash) {
    return dash == Dash::solid ? "1" : dash == Dash::dashed ? "(8,5)" : "(2,4)";
  }

  const Plot& plot_;
  Canvas canvas_;
  std::string out_;
};

}  // namespace

std::string plot_data(const Plot& plot) {
  std::string out;
  for (const Series& series : plot.series) {
    if (series.points.empty()) continue;
    out += fmt::format("# {}\n# {} | {} | low | high\n", printable(series.legend), printable(plot.x.label),
                       printable(plot.y.label));
    for (const PlotPoint& point : series.points)
      out += fmt::format("{} {} {} {}\n", point.x, point.y, point.low.value_or(point.y), point.high.value_or(point.y));
    out += "\n\n";
  }
  return out;
}

std::string gnuplot_script(const Plot& plot, const Canvas& canvas, const std::string& data_file) {
  const Canvas fitted = fit(plot, canvas);
  Script script(plot, fitted);
  script.line("# Drawn by cachebound; again: gnuplot -d THIS_FILE > figure.svg");
  script.frame();
  script.guides();
  script.words(lay_out(plot, fitted));
  script.series(data_file);
  return script.take();
}

}  // namespace cachebound::analysis::report
