// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/trace_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>

#include "analysis/documents.hpp"
#include "analysis/trace/modelled_caches.hpp"
#include "analysis/trace/traced_call.hpp"
#include "microbench/cli/cache_list.hpp"
#include "microbench/cli/operator_plan.hpp"
#include "microbench/cli/process.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/stop.hpp"

namespace cachebound::cli {
namespace {

/// Two views of one core's caches: what is stated decides the blocks, as in `operators`; the model takes what was
/// measured.
struct CacheChoice {
  std::vector<Cache> stated;
  analysis::ModelledCaches modelled;
};

Result<CacheChoice> choose_caches(const TraceOptions& options, const std::string& target) {
  if (!options.caches.empty()) {
    auto given = parse_cache_list(options.caches);
    if (!given) return given.error();
    analysis::ModelledCaches modelled = analysis::modelled_caches(*given, {});
    return CacheChoice{std::move(given).value(), std::move(modelled)};
  }
  if (!options.machine.empty()) {
    const auto machine = analysis::load_machine(options.machine);
    if (!machine) return machine.error();
    return CacheChoice{analysis::stated_caches(*machine), analysis::modelled_caches(*machine)};
  }
  const World world = read_world();
  if (world.host.architecture != target) {
    return CacheChoice{{}, {.caches = {}, .missing = "the program is for another architecture than this machine"}};
  }
  const auto cores = choose_cores(world.host, "each-kind");
  if (!cores) return cores.error();
  const std::vector<Cache>& stated = cores->front().kind.caches;
  return CacheChoice{stated, analysis::modelled_caches(stated, {})};
}

std::string first_line(const std::string& text) {
  return text.empty() ? "it gave no reason" : text.substr(0, text.find('\n'));
}

Error ended_badly(const ChildOutput& output, const EmulatorSetting& setting) {
  if (output.exit_code) {
    return {Reason::malformed, fmt::format("the program ended with {}: {}", *output.exit_code, first_line(output.err))};
  }
  return {Reason::not_supported_by_cpu, fmt::format("ended by signal {} ({}) in {}", output.signal,
                                                    strsignal(output.signal), setting.emulator.program)};
}

/// What the emulator lacks is no fault of the core that the row is for.
Error with_emulator(Error error, const EmulatorSetting& setting) {
  if (error.reason == Reason::not_supported_by_cpu && setting.emulator.target == "x86_64") {
    error.detail +=
        fmt::format(" ({} {} executes neither AVX-512 nor AMX)", setting.emulator.program, setting.emulator.version);
  } else if (error.reason == Reason::not_supported_by_cpu) {
    error.detail += fmt::format(" ({} -cpu {})", setting.emulator.program, setting.emulator.core);
  }
  return error;
}

/// The row as the guest described it, with what the plugin counted.
Result<analysis::TraceRow> traced_row(const GuestRun& run, const EmulatorSetting& setting,
                                      const std::vector<Cache>& caches) {
  if (run.output.exit_code != 0) return ended_badly(run.output, setting);
  auto described = analysis::parse_trace(run.output.out, "the guest's description");
  if (!described) return described.error();
  if (described->rows.size() != 1) return Error{Reason::malformed, "the guest described no row"};
  analysis::TraceRow row = std::move(described).value().rows.front();
  if (row.error) {
    row.error = with_emulator(*row.error, setting);
    return row;
  }
  if (!run.executed) return run.executed.error();
  auto call = analysis::traced_call(*run.executed, caches);
  if (!call) return call.error();
  row.call = std::move(call).value();
  return row;
}

/// The command that makes this row again, with every option that could change it.
std::string repro_of(const TraceOptions& options, const EmulatorSetting& setting, const std::string& id) {
  std::string text = fmt::format("cachebound trace --workload {} --filter '^{}$'", shell_word(options.workload), id);
  const auto add = [&](const char* option, const std::string& value) {
    if (!value.empty()) text += fmt::format(" {} {}", option, shell_word(value));
  };
  add("--backend", fmt::format("{}", fmt::join(options.backends, ",")));
  add("--machine", options.machine);
  add("--caches", options.caches);
  add("--guest", options.emulator.guest);
  add("--emulate", setting.emulator.core);
  add("--sysroot", options.emulator.sysroot);
  add("--plugin", options.emulator.plugin);
  return text;
}

}  // namespace

analysis::TraceRow refused_row(const operators::OperatorId& id, const Error& error) {
  analysis::TraceRow row;
  row.op.id = to_string(id);
  row.op.op = id.op;
  row.op.backend = id.backend;
  row.op.dtype = id.dtype;
  row.op.problem = id.problem;
  row.op.threads = id.threads;
  row.op.cache = id.cache;
  row.op.work = operators::work(id);
  row.error = error;
  return row;
}

Result<TraceRun> run_trace(const TraceOptions& options, const GlobalOptions& global) {
  const auto ids = planned_operators(options.workload, options.backends, options.filter);
  if (!ids) return ids.error();
  const auto setting = find_emulator(options.emulator);
  if (!setting) return setting.error();
  const auto caches = choose_caches(options, setting->emulator.target);
  if (!caches) return caches.error();
  if (!caches->modelled.missing.empty()) {
    say(global.quiet, fmt::format("{}: {}; --caches or --machine states them",
                                  caches->modelled.caches.empty() ? "refills are not modelled" : "not all levels are",
                                  caches->modelled.missing));
  }

  TraceRun run;
  run.table.emulator = setting->emulator;
  run.table.caches = caches->modelled.caches;
  run.table.plan = {.command = global.command_line, .suite = options.workload, .rows = {}, .rounds = 1};
  for (const operators::OperatorId& id : *ids) run.table.plan.rows.push_back(to_string(id));
  SteadyClock clock;
  Progress progress(clock, "trace", global.quiet);
  RoundProgress at{.round = 1, .rounds_planned = 1, .rows_done = 0, .rows = ids->size(), .row = {}};
  for (const operators::OperatorId& id : *ids) {
    at.row = to_string(id);
    progress.update(at);
    std::vector<std::string> arguments{"trace-guest", at.row};
    if (!caches->stated.empty()) {
      arguments.insert(arguments.end(), {"--caches", format_cache_list(caches->stated)});
    }
    const auto guest = run_guest(*setting, arguments, run.table.caches);
    if (!guest && guest.error().reason == Reason::interrupted) break;
    auto row = guest ? traced_row(*guest, *setting, run.table.caches) : Result<analysis::TraceRow>(guest.error());
    run.table.rows.push_back(row ? std::move(row).value() : refused_row(id, row.error()));
    analysis::TraceRow& made = run.table.rows.back();
    made.repro = repro_of(options, *setting, made.op.id);
    if (made.error && made.error->reason == Reason::verification_failed) run.all_verified = false;
    ++at.rows_done;
    progress.update(at);
  }
  run.interrupted = stop_requested();
  return run;
}

}  // namespace cachebound::cli
