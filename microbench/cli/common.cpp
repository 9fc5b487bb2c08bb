// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/common.hpp"

#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <new>
#include <string_view>

#include "microbench/affinity.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/host/core_facts.hpp"
#include "microbench/host/host_reader.hpp"
#include "microbench/host/kernel_text.hpp"
#include "microbench/nearest.hpp"

namespace cachebound::cli {

std::string_view out_of_memory(const std::exception& thrown) {
  return dynamic_cast<const std::bad_alloc*>(&thrown) != nullptr ? " (memory ran out)" : "";
}

int fail(const Error& error) {
  std::fprintf(stderr, "cachebound: %s\n", error.detail.c_str());
  switch (error.reason) {
    case Reason::not_supported_by_cpu:
    case Reason::not_built:
      return exit_nothing_runnable;
    case Reason::verification_failed:
    case Reason::unstable:
      return exit_check_failed;
    case Reason::interrupted:
      return exit_interrupted;
    default:
      return exit_usage;
  }
}

std::string utc_now() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

CLI::Validator not_empty() {
  return {
      [](const std::string& text) { return std::string(text.empty() ? "expected a name, found an empty word" : ""); },
      "", "not_empty"};
}

CLI::Option* add_overwrite_flag(CLI::App& command, bool& overwrite) {
  return command.add_flag("--overwrite", overwrite, "Replace the results of an earlier run");
}

Status check_subcommand(const CLI::App& program, int argc, const char* const* argv) {
  const auto* const end = argv + argc;
  const auto* const word = std::find_if(argv + std::min(argc, 1), end, [](const char* text) { return *text != '-'; });
  if (word == end) return std::nullopt;
  std::vector<std::string> names;
  for (const CLI::App* command : program.get_subcommands({})) names.push_back(command->get_name());
  if (std::find(names.begin(), names.end(), *word) != names.end()) return std::nullopt;
  return Error{Reason::malformed, fmt::format("there is no subcommand '{}'; {}", *word, suggestion(*word, names))};
}

World read_world() {
  const auto table = built_in_core_facts();
  World world;
  world.host = read_host(native_host_sources(), table ? *table : CoreTable{});
  world.conditions = read_native_conditions(world.host);
  return world;
}

void show_warnings(const World& world, const GlobalOptions& global) {
  for (const Finding& finding : world.host.contradictions) say(global.quiet, "finding: " + finding.text);
  if (world.host.emulated) say(global.quiet, "warn: emulated: no rate of this run says anything about hardware");
  for (const ConditionVerdict& verdict : judge(world.conditions)) {
    if (verdict.verdict != Verdict::warn && verdict.verdict != Verdict::bad) continue;
    say(global.quiet, fmt::format("{}: {}: {}", to_string(verdict.verdict), verdict.name, verdict.text));
  }
}

void warn_of_misleading(const World& world, const GlobalOptions& global) {
  const auto verdicts = judge(world.conditions);
  if (!would_mislead(verdicts)) return;
  std::string bad;
  for (const ConditionVerdict& verdict : verdicts) {
    if (verdict.verdict == Verdict::bad)
      bad += fmt::format("{}{} ({})", bad.empty() ? "" : "; ", verdict.name, verdict.text);
  }
  say(global.quiet,
      fmt::format("warning: measuring here would mislead: {}; `cachebound doctor` says what mends it", bad));
}

std::size_t largest_working_set(const HostInfo& host) {
  constexpr double share = 8.0;
  // A 32-bit process has at most 3 GiB of addresses, whatever the memory.
  const double addressable = sizeof(void*) == 4 ? 1024.0 * 1024.0 * 1024.0 : 1e18;
  return static_cast<std::size_t>(std::min(host.memory_available.value / share, addressable));
}

Result<std::vector<CoreChoice>> choose_cores(const HostInfo& host, const std::string& cores, std::string_view option) {
  std::vector<CoreChoice> choices;
  if (cores == "each-kind") {
    for (const CoreKind& kind : host.core_kinds) {
      if (!kind.cpus.empty()) choices.push_back({.kind = kind, .cpu = kind.cpus.back(), .team = kind.cpus});
    }
  } else {
    const auto listed = parse_cpu_list(cores);
    if (!listed || listed->empty()) {
      return Error{Reason::malformed,
                   fmt::format("{} '{}': expected each-kind or a list such as 0,2-3", option, cores)};
    }
    const std::vector<int> allowed = allowed_cpus();
    for (const int cpu : *listed) {
      if (std::find(allowed.begin(), allowed.end(), cpu) == allowed.end()) {
        return Error{Reason::malformed, fmt::format("{} {}: not among the CPUs that this process may use ({})", option,
                                                    cpu, format_cpu_list(allowed))};
      }
    }
    for (const CoreKind& kind : host.core_kinds) {
      std::vector<int> team;
      for (const int cpu : *listed) {
        const bool of_kind = std::find(kind.cpus.begin(), kind.cpus.end(), cpu) != kind.cpus.end();
        const bool named_twice = std::find(team.begin(), team.end(), cpu) != team.end();
        if (of_kind && !named_twice) team.push_back(cpu);
      }
      if (!team.empty()) choices.push_back({.kind = kind, .cpu = team.front(), .team = team});
    }
  }
  if (choices.empty()) return Error{Reason::not_supported_by_cpu, "no core kind of this machine was recognised"};
  return choices;
}

}  // namespace cachebound::cli
