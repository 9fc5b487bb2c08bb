// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "microbench/cli/cache_list.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/runnable.hpp"
#include "microbench/cli/stop.hpp"
#include "microbench/cli/trace_run.hpp"

namespace cachebound::cli {
namespace {

struct Options {
  TraceOptions trace;
  std::string output;
  std::string format = "text";
};

int run(const Options& options, const GlobalOptions& global) {
  if (!options.output.empty()) {
    if (const Status refused = check_writable(options.output, analysis::trace_schema)) return fail(*refused);
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
  table.created = utc_now();
  if (!options.output.empty()) {
    if (const Status status = analysis::save(options.output, table)) return fail(*status);
    say(global.quiet, "written: " + options.output);
  }
  if (const Status status = print_trace(table, options.format)) return fail(*status);
  if (traced->interrupted) {
    say(false, "interrupted; what was traced is kept where -o was given");
    return exit_interrupted;
  }
  if (const Status none = nothing_runnable(table)) return fail(*none);
  return traced->all_verified ? exit_done : exit_check_failed;
}

}  // namespace

void add_trace_command(CLI::App& program, const GlobalOptions& global, int& exit_code) {
  auto options = std::make_shared<Options>();
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
  command->add_option("--format", options->format, "text, markdown, csv or json, on stdout")
      ->check(CLI::IsMember({"text", "markdown", "csv", "json"}))
      ->capture_default_str();
  command->callback([options, &global, &exit_code] { exit_code = run(*options, global); });
}

}  // namespace cachebound::cli
