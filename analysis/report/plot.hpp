// SPDX-License-Identifier: Apache-2.0
// A figure as data: what is drawn, in base units, with no word about how.
//
// The script writer, the data files beside the report and the table that stands in when gnuplot is absent all read this
// one description, so a figure and its numbers cannot drift apart.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/report/unit.hpp"

namespace cachebound::analysis::report {

/// Roles, not colours: the palette gives each role one colour on paper and one in the dark.
enum class Ink {
  paper,
  text,
  muted,
  grid,
  compute,
  level1,
  level2,
  level3,
  dram,
  series1,
  series2,
  series3,
  series4,
  series5,
  series6
};
enum class Dash { solid, dashed, dotted };
enum class Marker { circle, square, triangle, diamond, nabla, ring };

struct Tick {
  double value = 0.0;
  std::string label;  ///< empty: a minor tick
};

struct Axis {
  std::string label;
  double low = 1.0;  ///< both axes are logarithmic: low > 0
  double high = 10.0;
  std::vector<Tick> ticks;
};

struct PlotPoint {
  double x = 0.0;
  double y = 0.0;
  std::optional<double> low;  ///< of y
  std::optional<double> high;
  std::string label;  ///< set beside the point where there is room
};

struct Series {
  std::string legend;
  Ink ink = Ink::series1;
  Marker marker = Marker::circle;
  bool joined = false;
  std::vector<PlotPoint> points;
};

/// A ceiling, a plateau, or a boundary: a straight line between two points, labelled along itself.
struct Guide {
  enum class LabelSide { along, top };
  double x0 = 0.0, y0 = 0.0, x1 = 0.0, y1 = 0.0;
  std::string label;
  Ink ink = Ink::muted;
  Dash dash = Dash::solid;
  double width = 1.5;
  LabelSide side = LabelSide::along;  ///< top: for vertical lines, the label stands in the strip above the plot
};

struct Plot {
  std::string id;  ///< file name stem: [a-z0-9_-]
  Axis x, y;
  std::vector<Guide> guides;
  std::vector<Series> series;
};

/// 1-2-5 free: powers of ten with labels in the unit's prefix that suits the axis, and unlabelled ticks between.
std::vector<Tick> decade_ticks(Unit unit, double low, double high);
/// Powers of two of bytes, thinned so that at most `most` carry a label.
std::vector<Tick> binary_ticks(double low, double high, int most);

}  // namespace cachebound::analysis::report
