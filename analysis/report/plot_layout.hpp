// SPDX-License-Identifier: Apache-2.0
// Where the words of a figure go, in pixels: along their lines, beside their points, and never over one another.
#pragma once

#include <string>
#include <vector>

#include "analysis/report/plot.hpp"

namespace cachebound::analysis::report {

/// Pixels, origin at the bottom left as in gnuplot's screen coordinates.
struct Canvas {
  double width = 960, height = 600;
  double left = 74, right = 24, top = 60, bottom = 62;
  double letter = 13.0;  ///< font size
  [[nodiscard]] double plot_width() const { return width - left - right; }
  [[nodiscard]] double plot_height() const { return height - top - bottom; }
};
inline constexpr Canvas wide_canvas{};
inline constexpr Canvas narrow_canvas{
    .width = 350, .height = 480, .left = 50, .right = 10, .top = 84, .bottom = 56, .letter = 11.5};

struct Pixel {
  double x = 0.0, y = 0.0;
};
enum class Anchor { left, centre, right };

struct PlacedLabel {
  std::string text;
  Pixel at;  ///< the anchor's end of the text, at half the height of its letters
  double degrees = 0.0;
  Anchor anchor = Anchor::left;
  Ink ink = Ink::text;
  bool shown = true;  ///< false: a point's label that found no free place; its number is in the table
};
struct LegendEntry {
  std::string text;
  Pixel at;  ///< of the marker
  Ink ink = Ink::series1;
  Marker marker = Marker::circle;
};
struct Layout {
  std::vector<PlacedLabel> labels;
  std::vector<LegendEntry> legend;
};

Pixel to_pixel(const Plot& plot, const Canvas& canvas, double x, double y);
/// The ground that a label covers, as squares of the letters' height: exact enough to keep turned labels apart.
std::vector<Pixel> cover(const PlacedLabel& label, double letter);
/// The canvas with as much room above the plot as its legend and its upright labels need.
Canvas fit(const Plot& plot, Canvas canvas);
Layout lay_out(const Plot& plot, const Canvas& canvas);

}  // namespace cachebound::analysis::report
