// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <memory>

#include "microbench/cli/cache_list.hpp"
#include "microbench/cli/journal.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/output_file.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/runnable.hpp"
#include "microbench/cli/stop.hpp"
#include "microbench/cli/trace_run.hpp"

namespace cachebound::cli {
namespace {

struct TraceArguments {
  TraceOptions trace;
  std::string output;
  std::string format = "text";
  bool overwrite = false;
};

/// A trace has no journal: the rows that were finished are its whole.
std::string what_is_left(const analysis::TraceTable& table, const std::string& output) {
  return fmt::format("interrupted: {} of {} operators were traced{}", table.rows.size(), table.plan.rows.size(),
                     output.empty() ? "" : " and are in " + output);
}

int run(const TraceArguments& options, const GlobalOptions& global) {
  if (!options.output.empty()) {
    if (const Status refused = check_output(options.output, analysis::trace_schema, {.overwrite = options.overwrite}))
      return fail(*refused);
  }
  if (!options.trace.caches.empty() && !options.trace.machine.empty()) {
    return fail({Reason::malformed, "--caches and --machine: one of them says which caches are modelled"});
  }
  if (!options.trace.caches.empty()) {
    if (const auto caches = parse_cache_list(options.trace.caches); !caches) return fail(caches.error());
  }
  listen_for_stop();
  auto traced = run_trace(options.trace, global);
  if (!traced) return fail(traced.error());
  analysis::TraceTable& table = traced.value().table;
  if (traced->interrupted && table.rows.empty()) return fail(nothing_measured(options.output, {}));
  table.created = utc_now();
  if (!options.output.empty()) {
    if (const Status status = analysis::save(options.output, table)) return fail(*status);
    say(global.quiet, "written: " + options.output);
  }
  if (const Status status = print_trace(table, options.format)) return fail(*status);
  if (traced->interrupted) {
    say(false, what_is_left(table, options.output));
    return exit_interrupted;
  }
  if (const Status none = nothing_runnable(table)) return fail(*none);
  return traced->all_verified ? exit_done : exit_check_failed;
}

}  // namespace

void add_trace_command(CLI::App& program, const GlobalOptions& global, int& exit_code) {
  auto options = std::make_shared<TraceArguments>();
  options->trace.workload = "gemm_quick";
  CLI::App* command = program.add_subcommand("trace",
                                             "Count what operators execute, in an emulator: exact L1 bytes, "
                                             "loads by form, and the refills of modelled caches");
  command->add_option("--workload", options->trace.workload, "A workload of configs/workloads, or a file")
      ->check(not_empty())
      ->capture_default_str();
  command
      ->add_option("--backend", options->trace.backends, "Backends, e.g. tiled-avx2 openblas (default: the workload's)")
      ->delimiter(',');
  command->add_option("--filter", options->trace.filter, "Regular expression over operator ids");
  command
      ->add_option("--machine", options->trace.machine, "Model the caches of this machine.json (default: this host's)")
      ->check(not_empty());
  command
      ->add_option("--caches", options->trace.caches,
                   "Model these instead: size, ways, bytes of a line, e.g. L1=32KiB/4/64,L2=1MiB/16/64")
      ->check(not_empty());
  command
      ->add_option("--guest", options->trace.emulator.guest,
                   "A cachebound built for another architecture (default: this one)")
      ->check(not_empty());
  command
      ->add_option("--emulate", options->trace.emulator.core,
                   "The core that qemu shows to it, e.g. cortex-a53: libraries choose kernels by it (default: max)")
      ->check(not_empty());
  command
      ->add_option("--sysroot", options->trace.emulator.sysroot,
                   "Where the guest's libraries are (default: the cross compiler's)")
      ->check(not_empty());
  command
      ->add_option("--plugin", options->trace.emulator.plugin,
                   "The counting plugin (default: libmemcount.so beside the program)")
      ->check(not_empty());
  command->add_option("-o,--output", options->output, "Write trace.json here")->check(not_empty());
  add_overwrite_flag(*command, options->overwrite);
  command->add_option("--format", options->format, "text, markdown, csv or json, on stdout")
      ->check(CLI::IsMember({"text", "markdown", "csv", "json"}))
      ->capture_default_str();
  command->callback([options, &global, &exit_code] { exit_code = run(*options, global); });
}

}  // namespace cachebound::cli
