// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <filesystem>
#include <memory>

#include "analysis/documents.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/prediction.hpp"
#include "microbench/cli/characterize.hpp"
#include "microbench/cli/counting.hpp"
#include "microbench/cli/journal.hpp"
#include "microbench/cli/operator_run.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/output_file.hpp"
#include "microbench/cli/process.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/runnable.hpp"
#include "microbench/cli/stop.hpp"

namespace cachebound::cli {
namespace {

struct RunArguments {
  std::string suite = "default";
  bool quick = false;
  bool thorough = false;
  bool resume = false;
  bool overwrite = false;
  std::string cores = "each-kind";
  std::string threads;
  std::optional<double> sustain_seconds;
  std::string counters = "auto";
  std::string directory = "cachebound-run";
};

/// Held as long as this run writes into its folder; the lock ends with the process, however it ends.
class FolderLock {
 public:
  explicit FolderLock(const std::string& folder)
      : descriptor_(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) {
    taken_ = descriptor_ >= 0 && ::flock(descriptor_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK;
  }
  ~FolderLock() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  FolderLock(const FolderLock&) = delete;
  FolderLock& operator=(const FolderLock&) = delete;

  /// Another run holds it. False where the file system has no locks: a run must not fail for that.
  [[nodiscard]] bool taken() const { return taken_; }

 private:
  int descriptor_ = -1;
  bool taken_ = false;
};

struct Paths {
  std::string machine, predictions, operators;
};

bool is_complete(const analysis::MachineModel& model) {
  return !model.plan.rows.empty() && std::all_of(model.plan.rows.begin(), model.plan.rows.end(), [&](const auto& row) {
    return std::find(model.completed.begin(), model.completed.end(), row) != model.completed.end();
  });
}

/// The machine of an earlier run of this suite, if --resume finds it complete. Error: it is of another suite.
Result<std::optional<analysis::MachineModel>> finished_machine(const RunArguments& options, const Suite& suite,
                                                               const Paths& paths) {
  const bool journal = std::filesystem::exists(journal_path(paths.machine));
  if (!options.resume || journal || !std::filesystem::exists(paths.machine)) return {std::nullopt};
  auto saved = analysis::load_machine(paths.machine);
  if (!saved) return saved.error();
  const analysis::Plan& plan = saved->plan;
  if (plan.suite != suite.name || plan.rounds != suite.probe_rounds.back()) {
    return Error{Reason::malformed,
                 fmt::format("{}: is of suite '{}' with {} rounds, this run is of '{}' with {}; "
                             "--overwrite begins anew",
                             paths.machine, plan.suite, plan.rounds, suite.name, suite.probe_rounds.back())};
  }
  const std::string before = plan.threads.empty() ? to_string(ThreadChoice{}) : plan.threads;  // older files knew none
  if (before != to_string(suite.threads)) {
    return Error{Reason::malformed, fmt::format("{}: is of teams of threads '{}', this run is of '{}'; --overwrite "
                                                "begins anew",
                                                paths.machine, before, to_string(suite.threads))};
  }
  if (!is_complete(*saved)) return {std::nullopt};  // interrupted before its first round: nothing to go on from
  return {std::move(saved).value()};
}

/// The machine's part; taken from the file when --resume finds it complete.
Result<Characterization> machine_part(const RunArguments& options, const Suite& suite, const Paths& paths,
                                      const World& world, const GlobalOptions& global) {
  auto finished = finished_machine(options, suite, paths);
  if (!finished) return finished.error();
  if (*finished) {
    say(global.quiet, fmt::format("{} is complete; going on with the operators", paths.machine));
    return Characterization{.model = **finished, .interrupted = false};
  }
  const CharacterizeOptions characterization{
      .suite = fit_memory(suite, world.host, global),
      .suite_argument = suite_argument(options.quick, options.thorough, options.suite),
      .thread_argument = options.threads,
      .filter = {},
      .cores = options.cores,
      .output = paths.machine,
      .resume = options.resume && std::filesystem::exists(journal_path(paths.machine)),
      .counters = options.counters,
      .slice = std::nullopt};
  auto result = characterize(characterization, world, global);
  if (!result) return result.error();
  // Stopped before its first row: what an earlier run left in the folder is worth more.
  if (result->interrupted && !has_rates(result->model)) return result;
  // Operators of another machine part must not stand beside this one.
  for (const std::string& stale : {paths.operators, journal_path(paths.operators), paths.predictions}) {
    std::remove(stale.c_str());
  }
  if (const Status status = analysis::save(paths.machine, result->model)) return *status;
  if (!result->interrupted) std::remove(journal_path(paths.machine).c_str());
  return result;
}

/// The operators of an earlier run, if --resume finds all of those that this run would measure. Error: it finds others,
/// measured to their end, which are no part of this run.
Result<std::optional<analysis::OperatorTable>> finished_operators(const RunArguments& options,
                                                                  const OperatorOptions& operators,
                                                                  const World& world) {
  if (!options.resume || operators.resume || !is_there(operators.output)) return {std::nullopt};
  const auto described = describe_operators(operators, world);
  if (!described) return described.error();
  auto saved = analysis::load_operators(operators.output);
  if (!saved) return saved.error();
  const auto has = [&](const std::string& id) {
    return std::ranges::find(saved->completed, id) != saved->completed.end();
  };
  const bool same = saved->plan.rounds == operators.rounds.back() && saved->rows.size() == described->size();
  const bool complete =
      std::ranges::all_of(*described, [&](const OperatorMeasurement& row) { return row.error || has(row.id); });
  if (same && complete) return {std::move(saved).value()};
  // An interrupted run has a journal, or has not completed a row.
  if (!same && !saved->completed.empty()) {
    return Error{Reason::malformed, fmt::format("{} holds other operators, all measured: --overwrite begins anew, with "
                                                "the machine too; or name another folder with -o",
                                                operators.output)};
  }
  return {std::nullopt};
}

/// A folder that holds a run keeps it, unless this one goes on with it or was told to take its place.
Status check_folder(const RunArguments& options, const Paths& paths) {
  const IfThere never_lost{.resume = options.resume, .overwrite = true};  // but for files of another kind
  for (const auto& [path, schema] : {std::pair{paths.machine, analysis::machine_schema},
                                     {paths.operators, analysis::operators_schema},
                                     {paths.predictions, analysis::predictions_schema}}) {
    if (Status refused = check_output(path, schema, never_lost)) return refused;
    if (options.resume || options.overwrite || !(is_there(path) || is_there(journal_path(path)))) continue;
    return Error{Reason::malformed, fmt::format("{} holds a run already: --resume goes on with one that was "
                                                "interrupted, --overwrite replaces it; or name another folder with -o",
                                                options.directory)};
  }
  return std::nullopt;
}

OperatorOptions operator_options(const RunArguments& options, const Suite& suite, const Paths& paths,
                                 const analysis::MachineModel& machine) {
  OperatorOptions operators;
  operators.workload = suite.workload;
  operators.rounds = suite.operator_rounds;
  operators.block = suite.operator_block;
  operators.output = paths.operators;
  operators.counters = options.counters;
  operators.resume = options.resume && std::filesystem::exists(journal_path(paths.operators));
  if (!machine.core_kinds.empty()) operators.cpu = machine.core_kinds.front().measured_cpu;
  return operators;
}

Status write_predictions(const OperatorOptions& operators, const Paths& paths, const analysis::MachineModel& machine,
                         const World& world, analysis::PredictionTable& predictions) {
  const auto described = describe_operators(operators, world);
  if (!described) return described.error();
  std::vector<analysis::OperatorCase> cases;
  for (const OperatorMeasurement& measurement : *described) cases.push_back(analysis::case_of(measurement));
  predictions = analysis::predict(machine, cases, operators.cpu);
  predictions.created = utc_now();
  return analysis::save(paths.predictions, predictions);
}

int run(const RunArguments& options, const GlobalOptions& global) {
  auto suite = load_suite(options.quick ? "quick" : options.thorough ? "thorough" : options.suite);
  if (!suite) return fail(suite.error());
  const auto threads = chosen_threads(options.threads, suite->threads);
  if (!threads) return fail(threads.error());
  suite.value().threads = *threads;
  if (options.sustain_seconds) suite.value().sustained = Seconds{*options.sustain_seconds};
  const std::filesystem::path folder(options.directory);
  const Paths paths{.machine = (folder / "machine.json").string(),
                    .predictions = (folder / "predictions.json").string(),
                    .operators = (folder / "operators.json").string()};
  if (const Status refused = check_writable(paths.machine, analysis::machine_schema)) return fail(*refused);
  OperatorOptions asked;
  asked.workload = suite->workload;
  if (const Status refused = check_operators(asked)) return fail(*refused);
  const FolderLock lock(options.directory);
  if (lock.taken()) return fail({Reason::no_resources, fmt::format("another run writes into {}", options.directory)});
  if (const Status refused = check_folder(options, paths)) return fail(*refused);
  listen_for_stop();
  const World world = read_world();
  show_warnings(world, global);

  const auto machine = machine_part(options, *suite, paths, world, global);
  if (!machine) return fail(machine.error());
  if (machine->interrupted && !has_rates(machine->model)) {
    return fail(nothing_measured(options.directory, journal_path(paths.machine)));
  }
  std::optional<analysis::OperatorTable> table;
  analysis::PredictionTable predictions;
  bool interrupted = machine->interrupted;
  bool all_verified = true;
  if (!interrupted) {
    const OperatorOptions operators = operator_options(options, *suite, paths, machine->model);
    auto finished = finished_operators(options, operators, world);
    if (!finished) return fail(finished.error());
    table = std::move(finished).value();
    if (table) {
      say(global.quiet, fmt::format("{} is complete: nothing is left to measure", paths.operators));
      all_verified = std::ranges::all_of(table->rows, [](const analysis::OperatorRow& row) {
        return !row.measurement.error || row.measurement.error->reason != Reason::verification_failed;
      });
      if (auto saved = analysis::load_predictions(paths.predictions)) predictions = std::move(saved).value();
    } else {
      if (const Status status = write_predictions(operators, paths, machine->model, world, predictions)) {
        return fail(*status);
      }
      auto measured = run_operators(operators, world, global);
      if (!measured) return fail(measured.error());
      table = analysis::analyse_operators(machine->model, std::move(measured.value().measurements), measured->cpu);
      table->plan = measured->plan;
      table->completed = measured->completed;
      table->created = utc_now();
      interrupted = measured->interrupted;
      all_verified = measured->all_verified;
      if (const Status status = analysis::save(paths.operators, *table)) return fail(*status);
      if (!interrupted) std::remove(journal_path(paths.operators).c_str());
    }
  }
  const auto index = write_report_folder(options.directory, machine->model, table ? &*table : nullptr,
                                         predictions.rows.empty() ? nullptr : &predictions, global.quiet);
  if (!index) return fail(index.error());
  if (const Status status = print_summary(machine->model, table ? &*table : nullptr)) return fail(*status);
  if (const Status status = print_text(*index + "\n")) return fail(*status);
  if (interrupted) {
    say(false, fmt::format("interrupted; what was measured is in {}; go on with: {}", options.directory,
                           resuming(global.command_line)));
    return exit_interrupted;
  }
  if (const Status none = nothing_runnable(&machine->model, table ? &*table : nullptr)) return fail(*none);
  return all_verified ? exit_done : exit_check_failed;
}

}  // namespace

void add_run_command(CLI::App& program, const GlobalOptions& global, int& exit_code) {
  auto options = std::make_shared<RunArguments>();
  CLI::App* command = program.add_subcommand("run", "The main job: from nothing to DIR/report/index.html");
  auto* quick = command->add_flag("--quick", options->quick, "A first look in half a minute");
  command->add_flag("--thorough", options->thorough, "For a table that others will read")->excludes(quick);
  command->add_option("--suite", options->suite, "A suite of configs/suites, or a file")
      ->check(not_empty())
      ->capture_default_str();
  command->add_option("--cores", options->cores, "CPUs such as 0,2-3, or each-kind")->capture_default_str();
  command
      ->add_option("--sustain", options->sustain_seconds,
                   "Hold the peak on all cores for so many seconds: rate, clock and temperature over time")
      ->check(CLI::Range(0.0, longest_sustained));
  command
      ->add_option("--threads", options->threads,
                   "Teams of threads beside single ones: 1 (none), a count such as 4, or all (a team on every CPU of "
                   "the kind, and "
                   "for the largest working set of 2, 4, 8, ... too); default: as the suite says")
      ->check(not_empty());
  add_counters_option(*command, options->counters);
  command->add_option("-o,--output", options->directory, "The folder of the results")
      ->check(not_empty())
      ->capture_default_str();
  command->add_flag("--resume", options->resume, "Go on with an interrupted run of the same options")
      ->excludes(add_overwrite_flag(*command, options->overwrite));
  command->callback([options, &global, &exit_code] { exit_code = run(*options, global); });
}

}  // namespace cachebound::cli
