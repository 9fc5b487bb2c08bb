// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstdio>

#include "analysis/documents.hpp"
#include "analysis/report/build_report.hpp"
#include "analysis/report/csv_writer.hpp"
#include "analysis/report/markdown_writer.hpp"
#include "analysis/report/sections.hpp"
#include "analysis/report/text_writer.hpp"
#include "analysis/report/write_report.hpp"
#include "microbench/cli/page_width.hpp"
#include "microbench/cli/progress.hpp"

namespace cachebound::cli {
namespace {

namespace report = analysis::report;

report::ReportInput input_of(const analysis::MachineModel& model, const analysis::OperatorTable* table) {
  return {.machine = model, .operators = table, .predictions = nullptr, .version = CACHEBOUND_VERSION};
}

/// All tables of the tree, one after the other, each under a comment line with its name.
std::string csv_of(const report::Section& section) {
  std::string text;
  for (const report::Block& block : section.blocks) {
    if (const auto* table = std::get_if<report::Table>(&block)) {
      text += fmt::format("# {}\n{}\n", table->id, report::to_csv(*table));
    }
  }
  for (const report::Section& inner : section.sections) text += csv_of(inner);
  return text;
}

Status print_report(const report::Report& tree, const std::string& format) {
  if (format == "markdown") return print_text(report::to_markdown(tree, {}));
  if (format == "csv") {
    std::string text;
    for (const report::Section& section : tree.sections) text += csv_of(section);
    return print_text(text);
  }
  return print_text(report::to_text(tree, {}, {.width = stdout_width()}));
}

}  // namespace

Status print_text(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), stdout) != text.size() || std::fflush(stdout) != 0) {
    return Error{Reason::no_resources, "cannot write to the standard output"};
  }
  return std::nullopt;
}

Status print_machine(const analysis::MachineModel& model, const std::string& format) {
  if (format == "json") return print_text(analysis::to_json(model) + "\n");
  return print_report(report::build_report(input_of(model, nullptr)), format);
}

Status print_operators(const analysis::MachineModel& model, const analysis::OperatorTable& table,
                       const std::string& format) {
  if (format == "json") return print_text(analysis::to_json(table) + "\n");
  report::Report tree = report::build_report(input_of(model, &table));
  std::erase_if(tree.sections, [](const report::Section& section) {
    return section.id != "operators" && section.id != "waterfalls" && section.id != "findings";
  });
  return print_report(tree, format);
}

Status print_trace(const analysis::TraceTable& trace, const std::string& format) {
  if (format == "json") return print_text(analysis::to_json(trace) + "\n");
  report::Report tree;
  tree.title = "What one call executes";
  tree.sections.push_back(report::trace_section(trace));
  return print_report(tree, format);
}

Status print_waterfall(const analysis::MachineModel& model, const analysis::OperatorTable& table,
                       const analysis::OperatorRow& row) {
  report::Report tree;
  tree.title = "Where the time of one operator goes";
  tree.sections.push_back(report::waterfall(input_of(model, &table), row));
  return print_report(tree, "text");
}

Status print_summary(const analysis::MachineModel& model, const analysis::OperatorTable* table) {
  report::Report tree = report::build_report(input_of(model, table));
  std::erase_if(tree.sections, [](const report::Section& section) {
    return section.id != "summary" && section.id != "operators" && section.id != "ceilings" && section.id != "levels";
  });
  return print_report(tree, "text");
}

Result<std::string> write_report_folder(const std::string& directory, const analysis::MachineModel& model,
                                        const analysis::OperatorTable* table,
                                        const analysis::PredictionTable* predictions, bool quiet) {
  report::ReportInput input = input_of(model, table);
  input.predictions = predictions;
  const auto written = report::write_report(std::filesystem::path(directory) / "report", report::build_report(input));
  if (!written) return written.error();
  for (const auto& [name, drawing] : written->drawings) {
    if (!drawing) {
      say(quiet, fmt::format("figure {} is missing: {}", name, drawing.error().detail));
    }
  }
  return written->index.string();
}

}  // namespace cachebound::cli
