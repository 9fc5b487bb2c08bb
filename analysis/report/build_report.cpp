// SPDX-License-Identifier: Apache-2.0
#include "analysis/report/build_report.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

std::string title_of(const ReportInput& input) {
  std::vector<std::string> names;
  for (const CoreKind& kind : input.machine.host.core_kinds)
    names.push_back(kind.model_name.empty() ? kind.id : kind.model_name);
  return names.empty() ? "Cache-boundness report" : "Cache-boundness report: " + join(names, ", ");
}

/// Rows that have their final answer: why they cannot be made. An interruption is none.
void add_failed(std::vector<std::string>& settled, const std::string& id, const std::optional<Error>& error) {
  if (error && error->reason != Reason::interrupted) settled.push_back(id);
}

/// A run that was interrupted leaves rows of its plan undone.
std::size_t missing_rows(const Plan& plan, const std::vector<std::string>& settled) {
  return static_cast<std::size_t>(std::count_if(plan.rows.begin(), plan.rows.end(), [&](const std::string& row) {
    return std::find(settled.begin(), settled.end(), row) == settled.end();
  }));
}

std::size_t missing_rows(const MachineModel& machine) {
  std::vector<std::string> settled = machine.completed;
  for (const MeasuredCoreKind& kind : machine.core_kinds)
    for (const ProbeMeasurement& row : kind.measurements) add_failed(settled, row.id, row.error);
  return missing_rows(machine.plan, settled);
}

std::size_t missing_rows(const OperatorTable& table) {
  std::vector<std::string> settled = table.completed;
  for (const OperatorRow& row : table.rows) add_failed(settled, row.measurement.id, row.measurement.error);
  return missing_rows(table.plan, settled);
}

std::vector<Notice> banners_of(const ReportInput& input) {
  std::vector<Notice> banners;
  const HostInfo& host = input.machine.host;
  if (host.emulated) {
    const std::string signs = host.emulation_signs.empty() ? "" : " Signs: " + join(host.emulation_signs, "; ") + ".";
    banners.push_back(
        {Tone::bad, "Emulated: no rate in this report says anything about hardware.",
         "The instructions were interpreted by an emulator. Every rate is marked so; counts and results are real." +
             signs});
  }
  std::size_t missing = missing_rows(input.machine);
  if (input.operators) missing += missing_rows(*input.operators);
  if (missing > 0)
    banners.push_back({Tone::warning, fmt::format("Unfinished: {} of the plan missing.", counted(missing, "row")),
                       "The run was interrupted; what was measured is here, and --resume goes on from it."});
  return banners;
}

}  // namespace

Report build_report(const ReportInput& input) {
  Report report;
  report.title = title_of(input);
  std::vector<std::string> subtitle;
  if (!input.machine.created.empty()) subtitle.push_back("measured " + input.machine.created);
  if (!input.machine.plan.suite.empty()) subtitle.push_back("suite " + input.machine.plan.suite);
  report.subtitle = join(subtitle, ", ");
  report.banners = banners_of(input);
  report.sections = {summary_section(input),   roofline_section(input),  operators_section(input),
                     waterfall_section(input), bandwidth_section(input), levels_section(input),
                     ceilings_section(input),  sustained_section(input), clock_section(input),
                     findings_section(input),  trust_section(input),     conditions_section(input),
                     reproduce_section(input)};
  std::erase_if(report.sections,
                [](const Section& section) { return section.id == "sustained" && section.blocks.empty(); });
  if (!input.operators || input.operators->rows.empty())
    std::erase_if(report.sections, [](const Section& section) { return section.id == "waterfalls"; });
  report.footer =
      fmt::format("Made by cachebound{}. Rates use powers of 1000 (GB/s = 1e9 bytes per second), sizes powers of 1024.",
                  input.version.empty() ? "" : " " + input.version);
  return report;
}

}  // namespace cachebound::analysis::report
