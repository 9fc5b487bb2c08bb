// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/text_table.hpp"

#include <algorithm>
#include <sstream>

#include "analysis/report/escape.hpp"
#include "analysis/report/text_writer.hpp"
#include "catch_compat.hpp"

namespace report = cachebound::analysis::report;
using report::Align;
using report::Unit;

namespace {

int widest_line(const std::string& text) {
  int widest = 0;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) widest = std::max(widest, report::display_width(line));
  return widest;
}

report::Table wordy(std::size_t columns) {
  report::Table table;
  for (std::size_t i = 0; i < columns; ++i)
    table.columns.push_back({"heading " + std::to_string(i), Align::left, {}, false});
  for (int row = 0; row < 3; ++row)
    table.rows.emplace_back(columns,
                            report::Text{"gemm/openblas/f32/m1024n1024k1024 and some more words", report::Tone::plain});
  return table;
}

}  // namespace

TEST_CASE("words break at blanks, then at separators, then anywhere", "[report][text]") {
  CHECK(report::wrap("one two three", 8) == std::vector<std::string>{"one two", "three"});
  CHECK(report::wrap("gemm/tiled/f32", 11) == std::vector<std::string>{"gemm/tiled/", "f32"});
  CHECK(report::wrap("abcdefgh", 3) == std::vector<std::string>{"abc", "def", "gh"});
  CHECK(report::wrap("µµµµ", 2) == std::vector<std::string>{"µµ", "µµ"});
  CHECK(report::wrap("", 5) == std::vector<std::string>{""});
}

TEST_CASE("a table never exceeds the width of the page", "[report][text]") {
  const std::size_t columns = GENERATE(1U, 3U, 6U, 9U, 14U);
  const int width = GENERATE(60, 100);
  CHECK(widest_line(report::table_text(wordy(columns), width, {})) <= width);
}

TEST_CASE("an id breaks at its separators, never within a word", "[report][text]") {
  CHECK(report::wrap("a/m1024n1024k1024", 12) == std::vector<std::string>{"a/", "m1024n1024k1", "024"});
  report::Table table;
  table.columns = {{"id", Align::left, {}, false}, {"text", Align::left, {}, false}};
  table.rows = {{report::Code{"gemm/openblas/f32/m1024n1024k1024"},
                 report::Text{"a sentence that is long enough to press the id to the wall", {}}}};
  for (const int width : {30, 34, 40, 50}) {
    const std::string text = report::table_text(table, width, {});
    INFO(text);
    CHECK(text.find("m1024n1024k1024") != std::string::npos);
    CHECK(widest_line(text) <= width);
  }
}

TEST_CASE("numbers of one column share the scale that the heading names", "[report][text]") {
  report::Table table;
  table.columns = {{"what", Align::left, {}, false}, {"rate", Align::right, Unit::byte_rate, false}};
  table.rows = {{report::Text{"L1", {}}, report::Number{443.2e9, Unit::byte_rate, {}, {}}},
                {report::Text{"DRAM", {}}, report::Number{9.5e9, Unit::byte_rate, 9.4e9, 9.6e9}},
                {report::Text{"L3", {}}, report::Absent{"not measured"}}};
  CHECK(report::table_text(table, 100, {}) ==
        "what           rate (GB/s)\n"
        "----  --------------------\n"
        "L1                   443.2\n"
        "DRAM  9.500 [9.400, 9.600]\n"
        "L3            not measured\n");
}

TEST_CASE("colour appears only where it is asked for and takes no width", "[report][text]") {
  report::Table table;
  table.columns = {{"quality", Align::left, {}, false}};
  table.rows = {{report::Text{"stable", report::Tone::good}}};
  CHECK(report::table_text(table, 100, {}).find('\033') == std::string::npos);
  CHECK(report::table_text(table, 100, {.colour = true}).find("\033[32mstable \033[0m") != std::string::npos);
}

TEST_CASE("a folded section prints its lead only, unless it is asked for", "[report][text]") {
  report::Report tree;
  tree.title = "t";
  report::Section outer{"o", "Outer", "", false, {}, {}};
  outer.sections.push_back({"i", "Inner", "the lead", true, {report::Paragraph{"the body", report::Tone::plain}}, {}});
  tree.sections.push_back(outer);
  CHECK(report::to_text(tree, {}).find("the lead") != std::string::npos);
  CHECK(report::to_text(tree, {}).find("the body") == std::string::npos);
  CHECK(report::to_text(tree, {}, {.unfold = true}).find("the body") != std::string::npos);
  CHECK(report::to_text(tree.sections[0].sections[0], {}).find("the body") != std::string::npos);
}
