// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/html_writer.hpp"

#include <cstdlib>
#include <fstream>
#include <sstream>

#include "analysis/report/build_report.hpp"
#include "analysis/report/markdown_writer.hpp"
#include "analysis/report/text_writer.hpp"
#include "analysis/report/write_report.hpp"
#include "catch_compat.hpp"
#include "synthetic.hpp"
#include "temporary_folder.hpp"
#include "well_formed.hpp"

namespace report = cachebound::analysis::report;
namespace synthetic = report::synthetic;

namespace {

constexpr const char* nasty = "<script>alert(\"x\")</script>|`'&\033[31m\n# |";

/// Every string that a file of strangers could have put into the model.
report::Report hostile_report() {
  auto machine = synthetic::small_machine();
  auto operators = synthetic::small_operators();
  machine.host.core_kinds[0].model_name = nasty;
  machine.host.os = machine.host.board = machine.host.hypervisor = nasty;
  machine.host.virtual_machine = true;
  machine.host.emulated = true;
  machine.host.emulation_signs = {nasty};
  machine.findings.push_back({nasty, nasty, nasty, nasty, false});
  machine.core_kinds[0].ceilings[0].id = machine.core_kinds[0].ceilings[1].probe = nasty;
  machine.core_kinds[0].ceilings[1].notes = {nasty};
  machine.core_kinds[0].ceilings[2].error = cachebound::Error{cachebound::Reason::not_permitted, nasty};
  machine.core_kinds[0].caches[1].source = nasty;
  machine.plan.command = nasty;
  operators.rows[0].measurement.id = operators.rows[0].measurement.repro =
      operators.rows[0].measurement.implementation = nasty;
  operators.rows[0].attribution->terms[0].detail = nasty;
  operators.rows[1].measurement.error->detail = nasty;
  return report::build_report({.machine = machine, .operators = &operators, .predictions = nullptr, .version = nasty});
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t found = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++found;
  return found;
}

}  // namespace

TEST_CASE("hostile names are inert in every format", "[report][html]") {
  const report::Report tree = hostile_report();
  const std::string html = report::to_html(tree, {});
  CHECK(html.find("<script") == std::string::npos);
  CHECK(html.find('\033') == std::string::npos);
  CHECK(report::fault_of_markup(html) == "");
  const std::string markdown = report::to_markdown(tree, {});
  CHECK(markdown.find('\033') == std::string::npos);
  CHECK(markdown.find("\n# |") == std::string::npos);
  const std::string text = report::to_text(tree, {}, {.unfold = true});
  CHECK(text.find('\033') == std::string::npos);
}

TEST_CASE("every Markdown row has as many cells as its heading", "[report][markdown]") {
  std::istringstream lines(report::to_markdown(hostile_report(), {}));
  std::size_t cells = 0;
  for (std::string line; std::getline(lines, line);) {
    if (line.empty() || line[0] != '|') {
      cells = 0;
      continue;
    }
    const std::size_t here = count(line, "|") - count(line, "\\|");
    if (cells != 0) CHECK(here == cells);
    cells = here;
  }
}

TEST_CASE("the page of the full report is well formed, with figures, and asks for nothing from outside",
          "[report][html]") {
  const auto machine = synthetic::full_machine();
  const auto operators = synthetic::full_operators();
  const auto tree =
      report::build_report({.machine = machine, .operators = &operators, .predictions = nullptr, .version = "1"});
  const report::TemporaryFolder folder;
  const auto written = report::write_report(folder.path(), tree);
  REQUIRE(written);
  std::ifstream file(written->index);
  const std::string html((std::istreambuf_iterator<char>(file)), {});
  CHECK(report::fault_of_markup(html) == "");
  CHECK(report::duplicate_id(html) == "");
  for (const char* reach : {"src=", "@import", "url(http", "<link", "<script", "href=\"http"}) {
    INFO(reach);
    CHECK(html.find(reach) == std::string::npos);
  }
  CHECK(count(html, "<th scope=\"col\"") > 20);
  CHECK(html.find("prefers-color-scheme:dark") != std::string::npos);
}
