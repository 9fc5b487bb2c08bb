// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <memory>

#include "microbench/cli/common.hpp"
#include "microbench/embedded.hpp"
#include "operators/registry.hpp"
#include "probes/catalogue.hpp"

namespace cachebound::cli {
namespace {

const std::vector<std::string> subjects{"probes", "operators", "backends", "cores", "workloads", "suites"};

void list_probes(const World& world) {
  for (const CoreKind& kind : world.host.core_kinds) {
    fmt::print("probes on {}:\n", kind.id);
    for (const probes::Probe& probe : probes::catalogue()) {
      const Status refused = probes::runnable_on(probe, kind.isas);
      fmt::print("  {:<22} {:<8} {}\n", probe.id, to_string(probe.kind),
                 refused ? "not runnable: " + refused->detail : std::string(probe.summary));
    }
  }
}

void list_backends(const World& world) {
  for (const CoreKind& kind : world.host.core_kinds) {
    fmt::print("operator backends on {}:\n", kind.id);
    for (const auto& entry : operators::backends({.isas = kind.isas, .caches = kind.caches})) {
      fmt::print("  {:<24} {}\n", entry.name,
                 entry.unavailable ? "not available: " + entry.unavailable->detail : entry.summary);
    }
  }
}

void list_cores(const World& world) {
  for (const CoreKind& kind : world.host.core_kinds) {
    std::string cpus;
    for (const int cpu : kind.cpus) cpus += fmt::format("{}{}", cpus.empty() ? "" : ",", cpu);
    std::string isas;
    for (const Isa isa : kind.isas) isas += fmt::format(" {}", to_string(isa));
    fmt::print("{:<24} cpus {:<8} {}; sets:{}\n", kind.id, cpus, kind.model_name, isas);
    for (const Cache& cache : kind.caches) {
      fmt::print("  {:<4} {:>8.0f} KiB, {} ways, {} B lines ({})\n", to_string(cache.level), cache.size.value / 1024.0,
                 cache.ways, cache.line_bytes, cache.source);
    }
  }
}

void list_files(std::string_view folder) {
  for (const EmbeddedFile& file : embedded_files()) {
    if (file.name.rfind(folder, 0) != 0) continue;
    const std::string_view name = file.name.substr(folder.size());
    fmt::print("{}\n", name.substr(0, name.rfind('.')));
  }
}

int run(const std::string& subject) {
  if (subject == "workloads") {
    list_files("workloads/");
    return exit_done;
  }
  if (subject == "suites") {
    list_files("suites/");
    return exit_done;
  }
  const World world = read_world();
  if (subject == "probes") list_probes(world);
  if (subject == "operators" || subject == "backends") list_backends(world);
  if (subject == "cores") list_cores(world);
  return exit_done;
}

}  // namespace

void add_list_command(CLI::App& program, const GlobalOptions& /*global*/, int& exit_code) {
  auto subject = std::make_shared<std::string>();
  CLI::App* command = program.add_subcommand("list", "What exists, what this host can run, and why not");
  command->add_option("subject", *subject, "probes, operators, backends, cores, workloads or suites")
      ->required()
      ->check(CLI::IsMember(subjects));
  command->callback([subject, &exit_code] { exit_code = run(*subject); });
}

}  // namespace cachebound::cli
