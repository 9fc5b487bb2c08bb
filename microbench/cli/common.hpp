// SPDX-License-Identifier: Apache-2.0
// What the subcommands share: exit codes, options that mean the same everywhere, how an error ends a command.
#pragma once

#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/host/conditions.hpp"
#include "microbench/host/host_info.hpp"
#include "microbench/result.hpp"

// Declared, not included: its header alone costs a compiler eight seconds, and few files build options.
namespace CLI {
class App;
class Option;
class Validator;
}  // namespace CLI

namespace cachebound::cli {

inline constexpr int exit_done = 0;
inline constexpr int exit_check_failed = 1;  ///< a wrong result, a refuted expectation, an unfit machine
inline constexpr int exit_usage = 2;         ///< also: an input or output file that cannot be used
inline constexpr int exit_nothing_runnable = 3;
inline constexpr int exit_interrupted = 130;

/// Set by the options of the program itself, before those of a subcommand.
struct GlobalOptions {
  bool quiet = false;
  std::vector<std::string> gbench_flags;  ///< what stood after "--"
  std::string command_line;               ///< as typed, for the files
};

/// One line on stderr: "cachebound: <detail>"; returns the exit code that belongs to the reason.
int fail(const Error& error);

/// " (memory ran out)" of what is thrown then; nothing of what a library throws, whose cause is not known.
std::string_view out_of_memory(const std::exception& thrown);

/// "2026-11-22T17:40:00Z".
std::string utc_now();

/// For options that name something: an empty word, which a shell makes of an unset variable, is no name.
CLI::Validator not_empty();

/// --overwrite, as every command that writes files has it (output_file.hpp).
CLI::Option* add_overwrite_flag(CLI::App& command, bool& overwrite);

/// The first word that is no flag must be a subcommand; the error names the nearest.
Status check_subcommand(const CLI::App& program, int argc, const char* const* argv);

/// What this machine is and how it stands, read once per command.
struct World {
  HostInfo host;
  Conditions conditions;
};
World read_world();

/// What doctor would warn of, one line each on stderr; shown, not obeyed.
void show_warnings(const World& world, const GlobalOptions& global);

/// One line on stderr where doctor would say that measuring here misleads; the run goes on.
void warn_of_misleading(const World& world, const GlobalOptions& global);

/// The largest working set that this machine can spare: an eighth of the memory that is available now, so that a board
/// of 512 MB is not driven into its swap.
std::size_t largest_working_set(const HostInfo& host);

/// CPUs that stand for the core kinds: the last allowed one of each kind (CPU 0 usually serves interrupts).
struct CoreChoice {
  CoreKind kind;
  int cpu = 0;
  std::vector<int> team = {};  ///< cpus that a team may use: of the kind, and of those listed
};
/// `cores`: "each-kind" or a CPU list such as "0,2-3" (then one choice per kind that has a listed CPU). `option` is
/// what the user typed it after.
Result<std::vector<CoreChoice>> choose_cores(const HostInfo& host, const std::string& cores,
                                             std::string_view option = "--cores");

// One function per subcommand: adds itself to the program and runs through CLI11's callback, leaving its exit code.
void add_run_command(CLI::App& program, const GlobalOptions& global, int& exit_code);
void add_characterize_command(CLI::App& program, const GlobalOptions& global, int& exit_code);
void add_operators_command(CLI::App& program, const GlobalOptions& global, int& exit_code);
void add_trace_command(CLI::App& program, const GlobalOptions& global, int& exit_code);
void add_trace_guest_command(CLI::App& program, int& exit_code);
void add_place_command(CLI::App& program, const GlobalOptions& global, int& exit_code);
void add_explain_command(CLI::App& program, const GlobalOptions& global, int& exit_code);
void add_report_command(CLI::App& program, const GlobalOptions& global, int& exit_code);
void add_doctor_command(CLI::App& program, const GlobalOptions& global, int& exit_code);
void add_list_command(CLI::App& program, const GlobalOptions& global, int& exit_code);

}  // namespace cachebound::cli
