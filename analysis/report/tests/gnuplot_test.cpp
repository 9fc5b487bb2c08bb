// SPDX-License-Identifier: Apache-2.0
#include <filesystem>
#include <fstream>

#include "analysis/report/gnuplot_run.hpp"
#include "analysis/report/gnuplot_script.hpp"
#include "analysis/report/svg_embed.hpp"
#include "catch_compat.hpp"
#include "temporary_folder.hpp"

namespace report = cachebound::analysis::report;
namespace fs = std::filesystem;
using cachebound::Reason;
using report::TemporaryFolder;

namespace {

report::Plot hostile_plot() {
  report::Plot plot;
  plot.id = "hostile";
  plot.x = {"size `touch pwned`", 1.0, 100.0, report::decade_ticks(report::Unit::none, 1, 100)};
  plot.y = {"it's \"quoted\" $(touch pwned)", 1.0, 100.0, report::decade_ticks(report::Unit::none, 1, 100)};
  plot.guides.push_back({1, 1, 100, 100, "</text><script>alert(1)</script>", report::Ink::level1, report::Dash::solid,
                         1.5, report::Guide::LabelSide::along});
  report::Series series;
  series.legend = "'; system 'touch pwned'; '\n!touch pwned";
  series.points = {{2, 3, 2.5, 3.5, "@x | \\\\ `id`"}, {20, 30, {}, {}, ""}};
  plot.series = {series};
  return plot;
}

void put(const fs::path& path, const std::string& text) { std::ofstream(path, std::ios::binary) << text; }

}  // namespace

TEST_CASE("strings of strangers stay strings in a gnuplot script", "[report][gnuplot]") {
  const TemporaryFolder folder;
  const report::Plot plot = hostile_plot();
  put(folder.path() / "f.dat", report::plot_data(plot));
  put(folder.path() / "f.gp", report::gnuplot_script(plot, report::wide_canvas, "f.dat"));
  const auto svg = report::gnuplot()(folder.path(), "f.gp");
  CHECK_FALSE(fs::exists(folder.path() / "pwned"));
  if (!svg && svg.error().reason == Reason::not_found) CACHEBOUND_SKIP("gnuplot is not installed");
  INFO((svg ? "" : svg.error().detail));
  REQUIRE(svg);
  CHECK(svg->find("<script") == std::string::npos);
  const auto embedded = report::embed_svg(*svg, "f", "a \"description\"", "wide");
  INFO((embedded ? "" : embedded.error().detail));
  REQUIRE(embedded);
  CHECK(embedded->rfind("<svg class=\"wide\" role=\"img\" aria-label=\"a &quot;description&quot;\"", 0) == 0);
  CHECK(embedded->find("var(--fig-l1, #1d5fd1)") != std::string::npos);
  CHECK(embedded->find("id='gpPt") == std::string::npos);
  CHECK(embedded->find("<title>") == std::string::npos);
}

TEST_CASE("a program that is not there is not found", "[report][gnuplot]") {
  const TemporaryFolder folder;
  const auto svg = report::gnuplot("/nonexistent/gnuplot")(folder.path(), "f.gp");
  REQUIRE_FALSE(svg);
  CHECK(svg.error().reason == Reason::not_found);
  CHECK(svg.error().detail == "/nonexistent/gnuplot is not installed");
}

TEST_CASE("a program that hangs is ended, one that fails is reported", "[report][gnuplot]") {
  const TemporaryFolder folder;
  const auto script = [&](const char* name, const char* body) {
    put(folder.path() / name, std::string("#!/bin/sh\n") + body + "\n");
    fs::permissions(folder.path() / name, fs::perms::owner_all);
    return (folder.path() / name).string();
  };
  const auto hung =
      report::gnuplot(script("hang", "exec sleep 60"), std::chrono::milliseconds(200))(folder.path(), "f.gp");
  REQUIRE_FALSE(hung);
  CHECK(hung.error().reason == Reason::unstable);
  const auto failed =
      report::gnuplot(script("fail", "echo 'line 3: no such terminal' >&2; exit 1"))(folder.path(), "f.gp");
  REQUIRE_FALSE(failed);
  CHECK(failed.error().reason == Reason::malformed);
  CHECK(failed.error().detail.find("no such terminal") != std::string::npos);
  const auto silent = report::gnuplot(script("silent", "echo out; exec 1>&- 2>&-; sleep 0.05"))(folder.path(), "f.gp");
  REQUIRE(silent);
  CHECK(*silent == "out\n");
}

TEST_CASE("an SVG that could run or load something is refused", "[report][gnuplot]") {
  CHECK_FALSE(report::embed_svg("<svg><script>x</script></svg>", "a", "", "wide"));
  CHECK_FALSE(report::embed_svg("<svg><image href='http://x/y.png'/></svg>", "a", "", "wide"));
  CHECK_FALSE(report::embed_svg("no picture", "a", "", "wide"));
  const auto good =
      report::embed_svg("<?xml?>\n<svg viewBox=\"0 0 1 1\"><g id='p'/><use xlink:href='#p'/></svg>", "r", "d", "wide");
  REQUIRE(good);
  CHECK(*good ==
        "<svg class=\"wide\" role=\"img\" aria-label=\"d\" viewBox=\"0 0 1 1\"><g id='r-p'/><use "
        "xlink:href='#r-p'/></svg>");
}
