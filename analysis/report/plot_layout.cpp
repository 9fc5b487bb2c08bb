// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/plot_layout.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>

#include "analysis/report/escape.hpp"

namespace cachebound::analysis::report {
namespace {

// Mean advance of a sans-serif letter over its size; a little wide, so that the estimate errs to the safe side.
constexpr double advance = 0.57;

double text_width(const std::string& text, double letter) { return display_width(text) * letter * advance; }

bool near(Pixel a, Pixel b, double distance) {
  return std::abs(a.x - b.x) < distance && std::abs(a.y - b.y) < distance;
}

double distance_to_segment(Pixel p, Pixel a, Pixel b) {
  const double dx = b.x - a.x;
  const double dy = b.y - a.y;
  const double length2 = dx * dx + dy * dy;
  const double t = length2 == 0.0 ? 0.0 : std::clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / length2, 0.0, 1.0);
  return std::hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

// Upright lines have their labels above the plot, in as many rows.
constexpr int top_rows = 4;

/// From left to right, in as many rows as the width asks for.
std::vector<LegendEntry> legend_of(const Plot& plot, const Canvas& canvas) {
  std::vector<LegendEntry> entries;
  const double start = canvas.left + 6;
  Pixel at{start, canvas.height - canvas.letter};
  for (const Series& series : plot.series) {
    if (series.legend.empty()) continue;
    const double need = text_width(series.legend, canvas.letter) + 40;
    if (at.x > start && at.x + need > canvas.width) at = {start, at.y - canvas.letter - 7};
    entries.push_back({series.legend, at, series.ink, series.marker});
    at.x += need;
  }
  return entries;
}

class Layouter {
 public:
  Layouter(const Plot& plot, const Canvas& canvas) : plot_(plot), canvas_(canvas) {}

  Layout run() {
    mark_points();
    legend();
    for (const Guide& guide : plot_.guides)
      if (guide.side == Guide::LabelSide::top) label_top(guide);
    for (const Guide& guide : plot_.guides)
      if (guide.side == Guide::LabelSide::along) label_along(guide);
    for (const Series& series : plot_.series)
      for (const PlotPoint& point : series.points) label_point(series, point);
    return std::move(layout_);
  }

 private:
  void mark_points() {
    for (const Series& series : plot_.series)
      for (const PlotPoint& point : series.points)
        taken_.push_back({pixel(point.x, point.y), series.joined ? 3.0 : 6.0});
  }

  void legend() { layout_.legend = legend_of(plot_, canvas_); }

  /// Vertical lines: their labels stand in up to three rows above the plot, wherever a row has room.
  void label_top(const Guide& guide) {
    if (guide.label.empty()) return;
    const Pixel foot = pixel(guide.x1, plot_.y.high);
    const double half = text_width(guide.label, canvas_.letter) / 2;
    const double x = std::clamp(foot.x, half + 2, canvas_.width - half - 2);
    PlacedLabel best;
    for (int row = 0; row < top_rows; ++row) {
      best = {guide.label, {x, foot.y + 10 + row * (canvas_.letter + 3)}, 0.0, Anchor::centre, guide.ink, true};
      if (collisions(best) == 0) break;
    }
    place(best);
  }

  void label_along(const Guide& guide) {
    if (guide.label.empty()) return;
    const Pixel a = pixel(guide.x0, guide.y0);
    const Pixel b = pixel(guide.x1, guide.y1);
    const double length = std::hypot(b.x - a.x, b.y - a.y);
    const double angle = std::atan2(b.y - a.y, b.x - a.x);
    const double need = text_width(guide.label, canvas_.letter);
    const double offset = canvas_.letter * 0.5 + 5;
    const bool level = std::abs(angle) < 0.01;
    PlacedLabel best;
    double best_score = std::numeric_limits<double>::max();
    for (int step = 0; step <= 20; ++step) {
      // Sloping lines are labelled from their lower end on, level ones from the right.
      const double wanted = level ? length - need - 6 - step * 0.04 * length : 10 + step * 0.04 * length;
      const double along = level ? std::max(wanted, canvas_.left + 4 - a.x) : wanted;
      for (const double side : {1.0, -1.0}) {
        const Pixel at{a.x + along * std::cos(angle) - side * offset * std::sin(angle),
                       a.y + along * std::sin(angle) + side * offset * std::cos(angle)};
        const PlacedLabel label{guide.label, at, angle * 180 / std::numbers::pi, Anchor::left, guide.ink, true};
        const double score = 1000.0 * collisions(label) + 400.0 * outside(label) + 40.0 * crossings(label, &guide) +
                             step + (side < 0 ? 6.0 : 0.0) + (along < 0 || along + need > length ? 200.0 : 0.0);
        if (score < best_score) {
          best_score = score;
          best = label;
        }
      }
    }
    place(best);
  }

  void label_point(const Series& series, const PlotPoint& point) {
    if (point.label.empty()) return;
    const Pixel at = pixel(point.x, point.y);
    const double r = 9;
    const std::array candidates{PlacedLabel{point.label, {at.x + r, at.y}, 0, Anchor::left, series.ink, true},
                                PlacedLabel{point.label, {at.x - r, at.y}, 0, Anchor::right, series.ink, true},
                                PlacedLabel{point.label, {at.x, at.y - r - 4}, 0, Anchor::centre, series.ink, true},
                                PlacedLabel{point.label, {at.x, at.y + r + 4}, 0, Anchor::centre, series.ink, true}};
    const PlacedLabel* best = nullptr;
    double best_score = std::numeric_limits<double>::max();
    for (const PlacedLabel& label : candidates) {
      if (collisions(label) > 0 || outside(label) > 0) continue;
      const double score = crossings(label, nullptr);
      if (score < best_score) {
        best_score = score;
        best = &label;
      }
    }
    if (best) {
      place(*best);
    } else {
      layout_.labels.push_back(candidates.front());
      layout_.labels.back().shown = false;
    }
  }

  int collisions(const PlacedLabel& label) const {
    int count = 0;
    for (const Pixel square : cover(label, canvas_.letter)) {
      for (const Marked& point : taken_) count += near(square, point.at, canvas_.letter * 0.5 + point.radius) ? 1 : 0;
      for (const Pixel other : covered_)
        count +=
            std::abs(square.x - other.x) < canvas_.letter + 3 && std::abs(square.y - other.y) < canvas_.letter ? 1 : 0;
    }
    return count;
  }

  int outside(const PlacedLabel& label) const {
    int count = 0;
    const double half = canvas_.letter / 2;
    for (const Pixel p : cover(label, canvas_.letter)) {
      const bool in = p.x >= canvas_.left + half && p.x <= canvas_.width - canvas_.right - half + 2 &&
                      p.y >= canvas_.bottom + half && p.y <= canvas_.height - canvas_.top - half;
      count += in ? 0 : 1;
    }
    return count;
  }

  int crossings(const PlacedLabel& label, const Guide* own) const {
    int count = 0;
    for (const Guide& guide : plot_.guides) {
      if (&guide == own) continue;
      const Pixel a = pixel(guide.x0, guide.y0);
      const Pixel b = pixel(guide.x1, guide.y1);
      for (const Pixel p : cover(label, canvas_.letter))
        if (distance_to_segment(p, a, b) < canvas_.letter * 0.5) {
          ++count;
          break;
        }
    }
    return count;
  }

  void place(const PlacedLabel& label) {
    for (const Pixel square : cover(label, canvas_.letter)) covered_.push_back(square);
    layout_.labels.push_back(label);
  }

  Pixel pixel(double x, double y) const { return to_pixel(plot_, canvas_, x, y); }

  const Plot& plot_;
  Canvas canvas_;
  Layout layout_;
  struct Marked {
    Pixel at;
    double radius;
  };
  std::vector<Marked> taken_;
  std::vector<Pixel> covered_;
};

}  // namespace

Pixel to_pixel(const Plot& plot, const Canvas& canvas, double x, double y) {
  const auto share = [](const Axis& axis, double value) {
    return std::log(std::max(value, 1e-300) / axis.low) / std::log(axis.high / axis.low);
  };
  return {canvas.left + share(plot.x, x) * canvas.plot_width(),
          canvas.bottom + share(plot.y, y) * canvas.plot_height()};
}

std::vector<Pixel> cover(const PlacedLabel& label, double letter) {
  const double width = text_width(label.text, letter);
  const double start = label.anchor == Anchor::left ? 0.0 : label.anchor == Anchor::right ? -width : -width / 2;
  const double angle = label.degrees * std::numbers::pi / 180;
  std::vector<Pixel> squares;
  const auto add = [&](double along) {
    squares.push_back({label.at.x + (start + along) * std::cos(angle), label.at.y + (start + along) * std::sin(angle)});
  };
  double along = letter / 2;
  while (along < width - letter / 2) {
    add(along);
    along += letter * 0.8;
  }
  add(std::max(width, letter) - letter / 2);
  return squares;
}

Canvas fit(const Plot& plot, Canvas canvas) {
  const std::vector<LegendEntry> legend = legend_of(plot, canvas);
  const double legend_height = legend.empty() ? 0.0 : canvas.height - legend.back().at.y + canvas.letter;
  // Which rows the upright labels need depends on the width alone, so any height of the plot tells.
  double highest = 0.0;
  for (const PlacedLabel& label : lay_out(plot, canvas).labels)
    highest = std::max(highest, label.at.y + canvas.letter - (canvas.height - canvas.top));
  canvas.top = legend_height + 8 + highest;
  return canvas;
}

Layout lay_out(const Plot& plot, const Canvas& canvas) { return Layouter(plot, canvas).run(); }

}  // namespace cachebound::analysis::report
