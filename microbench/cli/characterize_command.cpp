// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <cmath>
#include <cstdio>
#include <memory>

#include "analysis/documents.hpp"
#include "microbench/cli/characterize.hpp"
#include "microbench/cli/counting.hpp"
#include "microbench/cli/finished.hpp"
#include "microbench/cli/journal.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/output_file.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/runnable.hpp"
#include "microbench/cli/stop.hpp"

namespace cachebound::cli {
namespace {

struct CharacterizeArguments {
  std::string suite = "default";
  bool quick = false;
  bool thorough = false;
  bool overwrite = false;
  std::string format = "text";
  double slice_microseconds = 0.0;
  std::string threads;
  std::optional<double> sustain_seconds;
  CharacterizeOptions characterize;
};

int run(CharacterizeArguments options, const GlobalOptions& global) {
  auto suite = load_suite(options.quick ? "quick" : options.thorough ? "thorough" : options.suite);
  if (!suite) return fail(suite.error());
  const auto threads = chosen_threads(options.threads, suite->threads);
  if (!threads) return fail(threads.error());
  options.characterize.suite = std::move(suite).value();
  options.characterize.suite_argument = suite_argument(options.quick, options.thorough, options.suite);
  options.characterize.thread_argument = options.threads;
  options.characterize.suite.threads = *threads;
  if (options.sustain_seconds) options.characterize.suite.sustained = Seconds{*options.sustain_seconds};
  if (std::isnan(options.slice_microseconds)) {  // which every comparison of a range lets pass
    return fail({Reason::malformed, "--slice-microseconds: expected a number"});
  }
  if (options.slice_microseconds > 0.0) options.characterize.slice = microseconds(options.slice_microseconds);
  if (!options.characterize.output.empty()) {
    const IfThere if_there{.resume = options.characterize.resume, .overwrite = options.overwrite};
    if (const Status refused = check_output(options.characterize.output, analysis::machine_schema, if_there))
      return fail(*refused);
  } else if (options.characterize.resume) {
    return fail({Reason::malformed, "--resume needs -o: the file whose run is to go on"});
  }
  if (without_journal(options.characterize.output, options.characterize.resume)) {
    const auto saved = analysis::load_machine(options.characterize.output);
    if (!saved) return fail(saved.error());
    const auto finished = describe_finished(options.characterize.output, saved->plan, saved->completed);
    if (!finished) return fail(finished.error());
    say(global.quiet, *finished);
    return exit_done;
  }
  listen_for_stop();
  const World world = read_world();
  warn_of_misleading(world, global);
  options.characterize.suite = fit_memory(options.characterize.suite, world.host, global);
  const auto result = characterize(options.characterize, world, global);
  if (!result) return fail(result.error());
  if (result->interrupted && !has_rates(result->model))
    return fail(nothing_measured(options.characterize.output, journal_path(options.characterize.output)));
  if (!options.characterize.output.empty()) {
    if (const Status status = analysis::save(options.characterize.output, result->model)) return fail(*status);
    if (!result->interrupted) std::remove(journal_path(options.characterize.output).c_str());
    say(global.quiet, fmt::format("written: {}", options.characterize.output));
  }
  if (const Status status = print_machine(result->model, options.format)) return fail(*status);
  if (result->interrupted) {
    say(false, how_to_go_on(options.characterize.output));
    return exit_interrupted;
  }
  if (const Status none = nothing_runnable(&result->model, nullptr)) return fail(*none);
  return exit_done;
}

}  // namespace

void add_characterize_command(CLI::App& program, const GlobalOptions& global, int& exit_code) {
  auto options = std::make_shared<CharacterizeArguments>();
  CLI::App* command =
      program.add_subcommand("characterize", "Measure this machine's ceilings: peaks, bandwidths, clock");
  auto* quick = command->add_flag("--quick", options->quick, "One peak form per type, six sweep sizes");
  command->add_flag("--thorough", options->thorough, "Four sizes per octave, more rounds")->excludes(quick);
  command->add_option("--suite", options->suite, "A suite of configs/suites, or a file")
      ->check(not_empty())
      ->capture_default_str();
  command->add_option("--cores", options->characterize.cores, "CPUs such as 0,2-3, or each-kind")
      ->capture_default_str();
  command
      ->add_option("--threads", options->threads,
                   "Teams of threads beside single ones: 1 (none), a count such as 4, or all (a team on every CPU of "
                   "the kind, and "
                   "for the largest working set of 2, 4, 8, ... too); default: as the suite says")
      ->check(not_empty());
  command
      ->add_option("--sustain", options->sustain_seconds,
                   "Hold the peak on all cores for so many seconds: rate, clock and temperature over time")
      ->check(CLI::Range(0.0, longest_sustained));
  command->add_option("--filter", options->characterize.filter, "Regular expression over row ids");
  add_counters_option(*command, options->characterize.counters);
  command->add_option("-o,--output", options->characterize.output, "Write machine.json here")->check(not_empty());
  command->add_flag("--resume", options->characterize.resume, "Go on with an interrupted run of the same options")
      ->excludes(add_overwrite_flag(*command, options->overwrite));
  command
      ->add_option("--slice-microseconds", options->slice_microseconds,
                   "Length of one slice; rates must not depend on it")
      ->check(CLI::Range(5.0, 1e6));
  command->add_option("--format", options->format, "text, markdown, csv or json, on stdout")
      ->check(CLI::IsMember({"text", "markdown", "csv", "json"}))
      ->capture_default_str();
  command->callback([options, &global, &exit_code] { exit_code = run(*options, global); });
}

}  // namespace cachebound::cli
