// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/csv_writer.hpp"

#include <algorithm>

#include "analysis/report/build_report.hpp"
#include "catch_compat.hpp"
#include "synthetic.hpp"

namespace report = cachebound::analysis::report;
using report::Align;
using report::Unit;

namespace {

void leave_no_rows(std::vector<report::Section>& sections) {
  for (report::Section& section : sections) {
    for (report::Block& block : section.blocks) {
      if (auto* table = std::get_if<report::Table>(&block)) table->rows.clear();
      if (auto* figure = std::get_if<report::Figure>(&block)) figure->numbers.rows.clear();
    }
    leave_no_rows(section.sections);
  }
}

std::string header_of(const report::CsvFile& file) { return file.content.substr(0, file.content.find("\r\n")); }

}  // namespace

TEST_CASE("the header of a CSV file is the same whatever rows it has", "[report][csv]") {
  const auto machine = report::synthetic::full_machine();
  const auto operators = report::synthetic::full_operators();
  report::Report tree =
      report::build_report({.machine = machine, .operators = &operators, .predictions = nullptr, .version = "test"});
  const auto files = report::csv_files(tree);
  leave_no_rows(tree.sections);
  const auto empty = report::csv_files(tree);
  REQUIRE(files.size() == empty.size());
  for (std::size_t i = 0; i < files.size(); ++i) {
    INFO(files[i].name);
    if (files[i].name == "waterfalls.csv") continue;  // it has the row of what was measured at least
    CHECK(header_of(empty[i]) == header_of(files[i]));
  }
}

TEST_CASE("operators that all failed have the columns of those that did not", "[report][csv]") {
  const auto machine = report::synthetic::full_machine();
  auto operators = report::synthetic::full_operators();
  const auto header = [&] {
    const auto files = report::csv_files(
        report::build_report({.machine = machine, .operators = &operators, .predictions = nullptr, .version = "test"}));
    const auto found = std::ranges::find(files, "operators.csv", &report::CsvFile::name);
    REQUIRE(found != files.end());
    return header_of(*found);
  };
  const std::string measured = header();
  CHECK(measured.find("time_seconds,time_seconds_low,time_seconds_high,rate_flops_per_second,") != std::string::npos);
  for (auto& row : operators.rows)
    row.measurement.error = cachebound::Error{cachebound::Reason::unstable, "every sample was lost"};
  CHECK(header() == measured);
}

TEST_CASE("CSV is in base units with the unit in the name and the interval in columns of its own", "[report][csv]") {
  report::Table table;
  table.id = "t";
  table.columns = {{"name", Align::left, {}, false},
                   {"per second", Align::right, Unit::byte_rate, false},
                   {"bar", Align::left, {}, true},
                   {"limit", Align::right, {}, false}};
  table.rows = {{report::Code{"a,\"b\""}, report::Number{1.5e9, Unit::byte_rate, 1.25e9, 1.75e9}, report::Bar{},
                 report::Number{2048, Unit::bytes, {}, {}}},
                {report::Code{"c"}, report::Absent{"none"}, report::Bar{}, report::Absent{"none"}}};
  CHECK(report::to_csv(table) ==
        "name,per_second_bytes_per_second,per_second_bytes_per_second_low,per_second_bytes_per_second_high,limit_"
        "bytes\r\n"
        "\"a,\"\"b\"\"\",1500000000,1250000000,1750000000,2048\r\n"
        "c,,,,\r\n");
}

TEST_CASE("a column of different units names the unit in every row", "[report][csv]") {
  report::Table table;
  table.columns = {{"what", Align::left, {}, false}, {"rate", Align::right, {}, false}};
  table.rows = {{report::Text{"x", {}}, report::Number{1, Unit::byte_rate, {}, {}}},
                {report::Text{"y", {}}, report::Number{2, Unit::flop_rate, {}, {}}}};
  CHECK(report::to_csv(table) == "what,rate,rate_unit\r\nx,1,bytes_per_second\r\ny,2,flops_per_second\r\n");
}

TEST_CASE("tables that share an id become one file with a subject column", "[report][csv]") {
  report::Report tree;
  report::Section section;
  for (const char* subject : {"first", "second"}) {
    report::Table table;
    table.id = "waterfalls";
    table.subject = subject;
    table.columns = {{"term", Align::left, {}, false}};
    table.rows = {{report::Text{"l1", {}}}};
    section.blocks.emplace_back(table);
  }
  tree.sections = {section};
  const auto files = report::csv_files(tree);
  REQUIRE(files.size() == 1);
  CHECK(files[0].name == "waterfalls.csv");
  CHECK(files[0].content == "subject,term\r\nfirst,l1\r\nsecond,l1\r\n");
}
