// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <string>

#include "analysis/documents.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/trace/apply_trace.hpp"
#include "microbench/cli/counting.hpp"
#include "microbench/cli/finished.hpp"
#include "microbench/cli/journal.hpp"
#include "microbench/cli/operator_plan.hpp"
#include "microbench/cli/operator_run.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/output_file.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/runnable.hpp"
#include "microbench/cli/stop.hpp"
#include "microbench/statistics.hpp"
#include "operators/registry.hpp"

namespace cachebound::cli {
namespace {

struct OperatorsArguments {
  OperatorOptions operators;
  std::string machine;
  std::string trace;
  std::string format = "text";
  double block_milliseconds = 40.0;
  std::optional<int> cpu;
  bool overwrite = false;
};

/// What the parser lets pass: it knows neither orders nor NaN.
Status check(const OperatorsArguments& options) {
  if (!are_stops(options.operators.rounds))
    return Error{Reason::malformed, fmt::format("--rounds {}: expected {}, such as 5,8",
                                                fmt::join(options.operators.rounds, ","), expected_stops)};
  if (!(options.block_milliseconds >= 1.0 && options.block_milliseconds <= 60000.0))
    return Error{Reason::malformed,
                 fmt::format("--block-milliseconds {}: expected 1 to 60000", options.block_milliseconds)};
  if (options.cpu && *options.cpu < 0)
    return Error{Reason::malformed, fmt::format("--cpu {}: expected the number of a CPU, from 0", *options.cpu)};
  return std::nullopt;
}

/// Whether a run that was interrupted has anything to show for itself.
bool has_times(const OperatorRun& run) {
  return std::ranges::any_of(run.measurements,
                             [](const OperatorMeasurement& row) { return row.seconds.value.value > 0.0; });
}

/// A complete file answers --resume of the run that made it, of no other.
Status holds_others(const OperatorOptions& options, const analysis::Plan& saved) {
  const auto planned = planned_operators(options.workload, options.backends, options.filter);
  if (!planned) return planned.error();
  std::set<std::string> wanted;
  for (const operators::OperatorId& id : *planned) wanted.insert(to_string(id));
  std::set<std::string> held;
  for (const std::string& row : saved.rows) {
    const auto id = operators::parse_operator_id(row);
    if (!id) return std::nullopt;  // of a version whose ids were others: its rows cannot be told from these
    operators::OperatorId plain = *id;
    plain.cache = CacheState::warm;
    plain.threads = 1;
    held.insert(to_string(plain));
  }
  if (held == wanted) return std::nullopt;
  return Error{Reason::malformed, fmt::format("{} holds other operators, all measured by `{}`: --overwrite begins anew; or "
                                              "name another file with -o",
                                              options.output, saved.command)};
}

int run(OperatorsArguments options, const GlobalOptions& global) {
  if (const Status refused = check(options)) return fail(*refused);
  if (options.cpu) options.operators.cpu = *options.cpu;
  options.operators.block = milliseconds(options.block_milliseconds);
  if (!options.operators.output.empty()) {
    const IfThere if_there{.resume = options.operators.resume, .overwrite = options.overwrite};
    if (const Status refused = check_output(options.operators.output, analysis::operators_schema, if_there))
      return fail(*refused);
  } else if (options.operators.resume) {
    return fail({Reason::malformed, "--resume needs -o: the file whose run is to go on"});
  }
  if (without_journal(options.operators.output, options.operators.resume)) {
    const auto saved = analysis::load_operators(options.operators.output);
    if (!saved) return fail(saved.error());
    const auto finished = describe_finished(options.operators.output, saved->plan, saved->completed);
    if (!finished) return fail(finished.error());
    if (const Status other = holds_others(options.operators, saved->plan)) return fail(*other);
    say(global.quiet, *finished);
    return exit_done;
  }
  std::optional<analysis::MachineModel> machine;
  if (!options.machine.empty()) {
    auto loaded = analysis::load_machine(options.machine);
    if (!loaded) return fail(loaded.error());
    machine = std::move(loaded).value();
  }
  std::optional<analysis::TraceTable> trace;
  if (!options.trace.empty()) {
    auto loaded = analysis::load_trace(options.trace);
    if (!loaded) return fail(loaded.error());
    trace = std::move(loaded).value();
  }
  if (options.operators.rounds.back() < fewest_rounds)
    say(global.quiet,
        fmt::format("fewer than {} rounds: no row will have an interval or be called stable", fewest_rounds));
  listen_for_stop();
  const World world = read_world();
  warn_of_misleading(world, global);
  auto measured = run_operators(options.operators, world, global);
  if (!measured) return fail(measured.error());
  if (measured->interrupted && !has_times(*measured))
    return fail(nothing_measured(options.operators.output, journal_path(options.operators.output)));
  // Without a machine model the rows are measured but not placed; `place` does that later.
  analysis::MachineModel unknown;
  unknown.host = world.host;
  unknown.conditions = world.conditions;
  const analysis::MachineModel& model = machine ? *machine : unknown;
  if (trace) {
    analysis::apply_trace(*trace, machine ? &*machine : nullptr, measured->cpu, measured.value().measurements);
  }
  auto table = analysis::analyse_operators(model, std::move(measured.value().measurements), measured->cpu);
  table.plan = measured->plan;
  table.completed = measured->completed;
  table.created = utc_now();
  if (!options.operators.output.empty()) {
    if (const Status status = analysis::save(options.operators.output, table)) return fail(*status);
    if (!measured->interrupted) std::remove(journal_path(options.operators.output).c_str());
    say(global.quiet, "written: " + options.operators.output);
  }
  if (const Status status = print_operators(model, table, options.format)) return fail(*status);
  if (measured->interrupted) {
    say(false, how_to_go_on(options.operators.output));
    return exit_interrupted;
  }
  if (const Status none = nothing_runnable(nullptr, &table)) return fail(*none);
  return measured->all_verified ? exit_done : exit_check_failed;
}

}  // namespace

void add_operators_command(CLI::App& program, const GlobalOptions& global, int& exit_code) {
  auto options = std::make_shared<OperatorsArguments>();
  options->operators.workload = "gemm_square";
  CLI::App* command = program.add_subcommand("operators", "Verify and time operators");
  command->add_option("--workload", options->operators.workload, "A workload of configs/workloads, or a file")
      ->check(not_empty())
      ->capture_default_str();
  command
      ->add_option("--backend", options->operators.backends,
                   "Backends, e.g. tiled-avx2 openblas (default: the workload's)")
      ->delimiter(',');
  command->add_option("--filter", options->operators.filter, "Regular expression over operator ids");
  command->add_option("--cpu", options->cpu, "The CPU to run on (default: the last allowed one)");
  command
      ->add_option(
          "--rounds", options->operators.rounds,
          "Rounds after which a row may stop once its interval is narrow, ascending; 5 are needed for an interval")
      ->delimiter(',')
      ->capture_default_str();
  command->add_option("--block-milliseconds", options->block_milliseconds, "Time for one row in one round")
      ->capture_default_str();
  command
      ->add_option("--threads", options->operators.threads,
                   "Numbers of threads that each operator runs with in turn, e.g. 1,2 or 1,all")
      ->delimiter(',')
      ->capture_default_str();
  command
      ->add_option("--cache-state", options->operators.cache_states,
                   "What each call finds in the caches: warm, cold-weights, cold-all; several by commas")
      ->delimiter(',')
      ->capture_default_str();
  add_counters_option(*command, options->operators.counters);
  command->add_option("--machine", options->machine, "Place the rows on this machine.json at once")->check(not_empty());
  command->add_option("--trace", options->trace, "Take the traffic of the rows that this trace.json covers from it")
      ->check(not_empty());
  command->add_option("-o,--output", options->operators.output, "Write operators.json here")->check(not_empty());
  command->add_flag("--resume", options->operators.resume, "Go on with an interrupted run of the same options")
      ->excludes(add_overwrite_flag(*command, options->overwrite));
  command->add_option("--format", options->format, "text, markdown, csv or json, on stdout")
      ->check(CLI::IsMember({"text", "markdown", "csv", "json"}))
      ->capture_default_str();
  command->callback([options, &global, &exit_code] { exit_code = run(*options, global); });
}

}  // namespace cachebound::cli
