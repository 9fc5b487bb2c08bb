// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/program.hpp"

#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <iostream>
#include <sstream>

#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/process.hpp"
#include "microbench/gbench/round_runner.hpp"

namespace cachebound::cli {

int run_program(int argc, char** argv) {
  hold_standard_descriptors();
  survive_file_limits();
  CLI::App program{"Rooflines and cache bandwidths of a CPU core, operators on them, and the gap explained.",
                   "cachebound"};
  program.set_version_flag("--version", CACHEBOUND_VERSION);
  program.require_subcommand(1);
  program.footer("What stands after \"--\" goes to Google Benchmark untouched, for example -- --benchmark_out=F.json");

  GlobalOptions global;
  global.command_line = command_line(argc, argv);
  program.add_flag("-q,--quiet", global.quiet, "No progress on stderr");
  int exit_code = exit_done;
  add_run_command(program, global, exit_code);
  add_doctor_command(program, global, exit_code);
  add_list_command(program, global, exit_code);
  add_characterize_command(program, global, exit_code);
  add_operators_command(program, global, exit_code);
  add_trace_command(program, global, exit_code);
  add_trace_guest_command(program, exit_code);
  add_place_command(program, global, exit_code);
  add_explain_command(program, global, exit_code);
  add_report_command(program, global, exit_code);

  const auto dashes = std::find_if(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--"; });
  if (dashes != argv + argc) global.gbench_flags.assign(dashes + 1, argv + argc);
  const int words = static_cast<int>(dashes - argv);
  if (const auto status = check_subcommand(program, words, argv)) return fail(*status);
  if (const auto status = check_flags({.flags = global.gbench_flags})) return fail(*status);
  try {
    program.parse(words, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;  // help and version
    const bool asked_for = program.exit(error, out, std::cerr) == 0;
    if (const auto status = print_text(out.str())) return fail(*status);
    return asked_for ? exit_done : exit_usage;
  } catch (const std::exception& thrown) {
    // A run keeps a journal after every round, which --resume goes on from.
    return fail({Reason::no_resources, fmt::format("ended by {}{}; what a run had measured is in the journal beside its -o",
                                                   thrown.what(), out_of_memory(thrown))});
  }
  return exit_code;
}

}  // namespace cachebound::cli
