// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>
#include <string_view>
#include <vector>

#include "microbench/cli/common.hpp"
#include "microbench/cli/counting.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/suite.hpp"
#include "microbench/embedded.hpp"
#include "microbench/host/kernel_text.hpp"
#include "operators/registry.hpp"
#include "operators/workload.hpp"
#include "probes/catalogue.hpp"

namespace cachebound::cli {
namespace {

const std::vector<std::string> subjects{"probes", "operators", "backends", "cores", "workloads", "suites", "counters"};

std::string list_probes(const World& world) {
  std::string text;
  for (const CoreKind& kind : world.host.core_kinds) {
    text += fmt::format("probes on {}:\n", kind.id);
    for (const probes::Probe& probe : probes::catalogue()) {
      const Status refused = probes::runnable_on(probe, kind.isas);
      text += fmt::format("  {:<22} {:<8} {}\n", probe.id, to_string(probe.kind),
                          refused ? "not runnable: " + refused->detail : std::string(probe.summary));
    }
  }
  return text;
}

std::string list_operators() {
  std::string text;
  for (const operators::OperatorEntry& op : operators::operator_entries()) {
    text += fmt::format("{:<8} {}\n  problem: {}\n  example: {}\n", op.name, op.summary, op.grammar, op.example);
  }
  return text;
}

std::string list_backends(const World& world) {
  std::string text;
  for (const CoreKind& kind : world.host.core_kinds) {
    for (const operators::OperatorEntry& op : operators::operator_entries()) {
      text += fmt::format("{} backends on {}:\n", op.name, kind.id);
      for (const auto& entry : op.backends({.isas = kind.isas, .caches = kind.caches})) {
        std::vector<std::string_view> types;
        for (const DType dtype : entry.dtypes) types.push_back(to_string(dtype));
        text += fmt::format("  {:<24} {:<18} {}\n", entry.name, fmt::format("{}", fmt::join(types, " ")),
                            entry.unavailable ? "not available: " + entry.unavailable->detail : entry.summary);
      }
    }
  }
  return text;
}

std::string groups_text(const std::vector<std::vector<int>>& groups) {
  std::string text;
  for (const std::vector<int>& group : groups) text += (text.empty() ? "" : " | ") + format_cpu_list(group);
  return text;
}

/// What is stated, a line each.
std::string list_topology(const CoreKind& kind) {
  std::string text;
  if (kind.capacity) text += fmt::format("  capacity {} of 1024\n", *kind.capacity);
  if (kind.highest_clock) text += fmt::format("  cpufreq claims {:.3f} GHz at most\n", kind.highest_clock->value / 1e9);
  if (!kind.clusters.empty()) text += fmt::format("  clusters {}\n", groups_text(kind.clusters));
  if (!kind.smt_siblings.empty()) text += fmt::format("  threads of one core {}\n", groups_text(kind.smt_siblings));
  if (!kind.pmu.empty()) text += fmt::format("  PMU {}\n", kind.pmu);
  return text;
}

std::string cache_line(const Cache& cache) {
  std::string text = fmt::format("  {:<4} {:>8.0f} KiB", to_string(cache.level), cache.size.value / 1024.0);
  if (cache.ways > 0) text += fmt::format(", {} ways", cache.ways);
  if (cache.line_bytes > 0) text += fmt::format(", {} B lines", cache.line_bytes);
  return text + fmt::format(" ({})\n", cache.source);
}

std::string list_cores(const World& world) {
  std::string text;
  for (const CoreKind& kind : world.host.core_kinds) {
    std::string cpus;
    for (const int cpu : kind.cpus) cpus += fmt::format("{}{}", cpus.empty() ? "" : ",", cpu);
    std::string isas;
    for (const Isa isa : kind.isas) isas += fmt::format(" {}", to_string(isa));
    text += fmt::format("{:<24} cpus {:<8} {}; sets:{}\n", kind.id, cpus, kind.model_name, isas);
    text += list_topology(kind);
    if (kind.caches.empty() && !world.host.emulated) text += "  the machine states no cache sizes: they are measured\n";
    for (const Cache& cache : kind.caches) text += cache_line(cache);
    for (const Cache& cache : kind.datasheet_caches) text += cache_line(cache);
  }
  return text;
}

std::string suite_summary(const EmbeddedFile& file) {
  const auto suite = parse_suite(file.text, std::string(file.name));
  return suite ? suite->summary : suite.error().detail;
}

std::string workload_summary(const EmbeddedFile& file) {
  const auto workload = operators::parse_workload(file.text, file.name);
  return workload ? workload->summary : workload.error().detail;
}

/// Each with what it says of itself.
std::string list_files(std::string_view folder, std::string (*summary_of)(const EmbeddedFile&)) {
  std::string text;
  for (const EmbeddedFile& file : embedded_files()) {
    if (!file.name.starts_with(folder)) continue;
    const std::string_view name = file.name.substr(folder.size());
    text += fmt::format("{:<12} {}\n", name.substr(0, name.rfind('.')), summary_of(file));
  }
  return text;
}

std::string text_of(const std::string& subject) {
  if (subject == "workloads") return list_files("workloads/", workload_summary);
  if (subject == "suites") return list_files("suites/", suite_summary);
  if (subject == "operators") return list_operators();
  const World world = read_world();
  if (subject == "probes") return list_probes(world);
  if (subject == "counters") return list_counters(world);
  return subject == "cores" ? list_cores(world) : list_backends(world);
}

int run(const std::string& subject) {
  if (const Status status = print_text(text_of(subject))) return fail(*status);
  return exit_done;
}

}  // namespace

void add_list_command(CLI::App& program, const GlobalOptions& /*global*/, int& exit_code) {
  auto subject = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("list", "What exists, what this host can run, and why not");
  command->add_option("subject", *subject, "probes, operators, backends, cores, workloads, suites or counters")
      ->required()
      ->check(CLI::IsMember(subjects));
  command->callback([subject, &exit_code] { exit_code = run(*subject); });
}

}  // namespace cachebound::cli
