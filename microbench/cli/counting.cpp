// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/counting.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include "microbench/cli/progress.hpp"
#include "microbench/host/file_system.hpp"

namespace cachebound::cli {

void add_counters_option(CLI::App& command, std::string& counters) {
  command
      .add_option("--counters", counters,
                  "Count events beside timing: auto (perf_event; software events alone where there is no PMU), perf, "
                  "papi or none")
      ->check(CLI::IsMember({"auto", "perf", "papi", "none"}))
      ->capture_default_str();
}

Result<RowCounting> open_row_counting(const std::string& counters, const CoreKind& kind, int cpu, const World& world,
                                      const GlobalOptions& global, Clock& clock) {
  const auto events = built_in_event_files();
  if (!events) return events.error();
  const CountingRequest request{.source = parse_counter_source(counters).value_or(CounterSource::automatic),
                                .kind = &kind,
                                .cpu = cpu,
                                .emulated = world.host.emulated,
                                .virtual_machine = world.host.virtual_machine};
  auto plan = open_counting_plan(request, *events, RootedFileSystem(), real_perf_kernel());
  if (!plan) return plan.error();
  if (request.source != CounterSource::none)
    say(global.quiet, fmt::format("counters: {}: {}", kind.id, describe(plan->report)));
  return RowCounting(std::move(plan).value(), clock);
}

}  // namespace cachebound::cli
