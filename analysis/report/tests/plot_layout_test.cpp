// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/plot_layout.hpp"

#include <cmath>

#include "analysis/report/sections.hpp"
#include "catch_compat.hpp"
#include "synthetic.hpp"

namespace report = cachebound::analysis::report;

namespace {

/// Two labels collide when a letter of one stands on a letter of the other.
bool collide(const report::PlacedLabel& a, const report::PlacedLabel& b, double letter) {
  for (const auto p : report::cover(a, letter))
    for (const auto q : report::cover(b, letter))
      if (std::abs(p.x - q.x) < letter * 0.8 && std::abs(p.y - q.y) < letter * 0.8) return true;
  return false;
}

}  // namespace

TEST_CASE("the corners of the plot are the corners of the axes", "[report][figure]") {
  report::Plot plot;
  plot.x = {"", 1.0, 100.0, {}};
  plot.y = {"", 10.0, 1000.0, {}};
  const report::Canvas canvas;
  const auto low = report::to_pixel(plot, canvas, 1.0, 10.0);
  const auto middle = report::to_pixel(plot, canvas, 10.0, 100.0);
  CHECK(low.x == Approx(canvas.left));
  CHECK(low.y == Approx(canvas.bottom));
  CHECK(middle.x == Approx(canvas.left + canvas.plot_width() / 2));
  CHECK(middle.y == Approx(canvas.bottom + canvas.plot_height() / 2));
}

TEST_CASE("labels of the full figures neither overlap nor leave the canvas", "[report][figure]") {
  const auto machine = report::synthetic::full_machine();
  const auto operators = report::synthetic::full_operators();
  const report::ReportInput input{.machine = machine, .operators = &operators, .predictions = nullptr, .version = ""};
  const bool roofline = GENERATE(true, false);
  const report::Canvas canvas = GENERATE(report::wide_canvas, report::narrow_canvas);
  const auto figure = roofline ? report::roofline_figure(input, machine.core_kinds[0])
                               : report::bandwidth_figure(input, machine.core_kinds[0]);
  REQUIRE(figure);
  const report::Canvas fitted = report::fit(figure->plot, canvas);
  const auto layout = report::lay_out(figure->plot, fitted);
  REQUIRE(layout.labels.size() >= 4);
  for (std::size_t i = 0; i < layout.labels.size(); ++i) {
    if (!layout.labels[i].shown) continue;
    INFO(layout.labels[i].text);
    for (const auto square : report::cover(layout.labels[i], canvas.letter)) {
      CHECK(square.x > 0);
      CHECK(square.x < fitted.width);
      CHECK(square.y < fitted.height);
    }
    for (std::size_t j = i + 1; j < layout.labels.size(); ++j) {
      INFO(layout.labels[j].text);
      if (layout.labels[j].shown) CHECK_FALSE(collide(layout.labels[i], layout.labels[j], canvas.letter));
    }
  }
}

TEST_CASE("a diagonal's label is turned as the diagonal is", "[report][figure]") {
  report::Plot plot;
  plot.x = {"", 0.01, 100.0, {}};
  plot.y = {"", 1e9, 1e12, {}};
  plot.guides.push_back({0.01, 2e9, 1.0, 2e11, "L1 200 GB/s", report::Ink::level1, report::Dash::solid, 1.0,
                         report::Guide::LabelSide::along});
  const report::Canvas canvas;
  const auto layout = report::lay_out(plot, canvas);
  REQUIRE(layout.labels.size() == 1);
  const double expected = std::atan2(canvas.plot_height() / 3.0, canvas.plot_width() / 4.0) * 180.0 / 3.14159265358979;
  CHECK(layout.labels[0].degrees == Approx(expected).epsilon(0.001));
}

TEST_CASE("ticks are labelled in the prefix of their axis", "[report][figure]") {
  const auto rates = report::decade_ticks(report::Unit::byte_rate, 5e9, 2e12);
  bool found = false;
  for (const auto& tick : rates)
    if (tick.label == "0.1") found = std::abs(tick.value - 1e11) < 1.0;
  CHECK(found);
  int labelled = 0;
  for (const auto& tick : report::binary_ticks(4096, 512.0 * 1024 * 1024, 8)) labelled += tick.label.empty() ? 0 : 1;
  CHECK(labelled >= 4);
  CHECK(labelled <= 9);
}
