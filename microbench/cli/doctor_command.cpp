// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "analysis/archive.hpp"
#include "analysis/archive_json.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/host/kernel_text.hpp"

namespace cachebound::cli {
namespace {

void visit(analysis::Archive& archive, ConditionVerdict& verdict) {
  std::string mark(to_string(verdict.verdict));
  archive.object();
  analysis::field(archive, "name", verdict.name);
  analysis::field(archive, "verdict", mark);
  analysis::field(archive, "text", verdict.text);
  analysis::field(archive, "remedy", verdict.remedy);
}

void visit(analysis::Archive& archive, Finding& finding) {
  archive.object();
  analysis::field(archive, "id", finding.id);
  analysis::field(archive, "text", finding.text);
  analysis::field(archive, "consequence", finding.consequence);
}

template <typename T>
void list_field(analysis::Archive& archive, const char* key, std::vector<T> values) {
  if (!archive.descend(key)) return;
  archive.array(values.size());
  for (std::size_t i = 0; i < values.size() && archive.descend(i); ++i) {
    visit(archive, values[i]);
    archive.ascend();
  }
  archive.ascend();
}

std::string json_of(const World& world, const std::vector<ConditionVerdict>& verdicts, bool misleading) {
  return analysis::write_json("cachebound.doctor/1",
                              [&](analysis::Archive& archive) {
                                bool fit = !misleading;
                                bool emulated = world.host.emulated;
                                analysis::field(archive, "fit_to_measure", fit);
                                analysis::field(archive, "emulated", emulated);
                                list_field(archive, "verdicts", verdicts);
                                list_field(archive, "contradictions", world.host.contradictions);
                              }) +
         "\n";
}

std::string text_of(const World& world, const std::vector<ConditionVerdict>& verdicts, bool misleading) {
  std::string text;
  for (const CoreKind& kind : world.host.core_kinds) {
    text += fmt::format("{:<22} {} on cpus {}\n", "core kind", kind.id, format_cpu_list(kind.cpus));
  }
  for (const ConditionVerdict& verdict : verdicts) {
    text += fmt::format("{:<22} {:<8} {}\n", verdict.name, to_string(verdict.verdict), verdict.text);
    if (!verdict.remedy.empty()) text += fmt::format("{:<31} mend: {}\n", "", verdict.remedy);
  }
  for (const Finding& finding : world.host.contradictions) {
    text += fmt::format("{:<22} {:<8} {}\n", "contradiction", "finding", finding.text);
    if (finding.consequence) text += fmt::format("{:<31} {}\n", "", *finding.consequence);
  }
  if (world.host.emulated)
    text += fmt::format("{:<22} {:<8} the instructions are interpreted: no rate is of hardware\n", "emulator", "bad");
  return text + (misleading ? "Measuring here would mislead.\n" : "Fit to measure, with the warnings above.\n");
}

int run(const std::string& format) {
  const World world = read_world();
  const auto verdicts = judge(world.conditions);
  bool misleading = world.host.emulated;
  for (const ConditionVerdict& verdict : verdicts) misleading = misleading || verdict.verdict == Verdict::bad;
  const auto render = format == "json" ? json_of : text_of;
  if (const Status status = print_text(render(world, verdicts, misleading))) return fail(*status);
  return misleading ? exit_check_failed : exit_done;
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
