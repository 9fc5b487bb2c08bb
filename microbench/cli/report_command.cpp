// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/run_folder.hpp"

namespace cachebound::cli {
namespace {

int run(const std::string& directory, const GlobalOptions& global) {
  const auto run = load_run(directory, global);
  if (!run) return fail(run.error());
  if (!run->operators)
    say(global.quiet, fmt::format("{} has no operators.json: the report has no operators", directory));
  const auto index = write_report_folder(directory, run->machine, run->operators ? &*run->operators : nullptr,
                                         run->predictions ? &*run->predictions : nullptr, global.quiet);
  if (!index) return fail(index.error());
  if (const Status status = print_text(*index + "\n")) return fail(*status);
  return exit_done;
}

}  // namespace

void add_report_command(CLI::App& program, const GlobalOptions& global, int& exit_code) {
  auto directory = std::make_shared<std::string>();
  CLI::App* command =
      program.add_subcommand("report", "Render DIR/report again from DIR/machine.json and DIR/operators.json");
  command->add_option("directory", *directory, "The folder of an earlier run")->check(not_empty())->required();
  command->callback([directory, &global, &exit_code] { exit_code = run(*directory, global); });
}

}  // namespace cachebound::cli
