// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "analysis/doctor_document.hpp"
#include "microbench/cli/clock_check.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/host/kernel_text.hpp"

namespace cachebound::cli {
namespace {

std::string text_of(const HostInfo& host, const analysis::DoctorDocument& document) {
  std::string text;
  for (const CoreKind& kind : host.core_kinds) {
    text += fmt::format("{:<22} {} on cpus {}\n", "core kind", kind.id, format_cpu_list(kind.cpus));
  }
  for (const ConditionVerdict& verdict : document.verdicts) {
    text += fmt::format("{:<22} {:<8} {}\n", verdict.name, to_string(verdict.verdict), verdict.text);
    const bool wanting = verdict.verdict == Verdict::warn || verdict.verdict == Verdict::bad;
    if (!verdict.remedy.empty()) {
      text += fmt::format("{:<31} mend: {}\n", "", verdict.remedy);
    } else if (wanting) {
      text += fmt::format("{:<31} nothing mends it from here\n", "");
    }
  }
  for (const Finding& finding : document.contradictions) {
    text += fmt::format("{:<22} {:<8} {}\n", "contradiction", "finding", finding.text);
    if (finding.consequence) text += fmt::format("{:<31} {}\n", "", *finding.consequence);
  }
  return text + (document.fit_to_measure ? "Fit to measure, with what is warned of and what is unknown above.\n"
                                         : "Measuring here would mislead.\n");
}

int run(const std::string& format) {
  World world = read_world();
  check_clock(world);
  const auto document = analysis::diagnose(world.host, world.conditions);
  const std::string text = format == "json" ? analysis::to_json(document) + "\n" : text_of(world.host, document);
  if (const Status status = print_text(text)) return fail(*status);
  return document.fit_to_measure ? exit_done : exit_check_failed;
}

}  // namespace

void add_doctor_command(CLI::App& program, const GlobalOptions& /*global*/, int& exit_code) {
  auto format = std::make_shared<std::string>("text");
  CLI::App* command =
      program.add_subcommand("doctor", "Is this machine fit to measure? A verdict per line, and what mends it");
  command->add_option("--format", *format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->capture_default_str();
  command->callback([format, &exit_code] { exit_code = run(*format); });
}

}  // namespace cachebound::cli
