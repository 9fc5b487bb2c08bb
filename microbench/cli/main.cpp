// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>

#include <algorithm>

#include "microbench/cli/common.hpp"

namespace {

/// The words as typed, quoted where a shell would split or expand them.
std::string command_line(int argc, char** argv) {
  std::string line = "cachebound";
  for (int i = 1; i < argc; ++i) {
    const std::string word = argv[i];
    const bool plain = !word.empty() && word.find_first_not_of(
                                            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                            "0123456789_-./:=,+@%") == std::string::npos;
    line += plain ? " " + word : " '" + word + "'";
  }
  return line;
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): what is thrown here is being out of memory, which ends the program
int main(int argc, char** argv) {
  using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): the program is this namespace
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
  add_place_command(program, global, exit_code);
  add_explain_command(program, global, exit_code);
  add_report_command(program, global, exit_code);

  const auto dashes = std::find_if(argv, argv + argc, [](const char* word) { return std::string_view(word) == "--"; });
  if (dashes != argv + argc) global.gbench_flags.assign(dashes + 1, argv + argc);
  try {
    program.parse(static_cast<int>(dashes - argv), argv);
  } catch (const CLI::ParseError& error) {
    const int code = program.exit(error);
    return code == 0 ? exit_done : exit_usage;
  }
  return exit_code;
}
