// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "analysis/documents.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/progress.hpp"

namespace cachebound::cli {
namespace {

int run(const std::string& directory, const GlobalOptions& global) {
  const std::filesystem::path folder(directory);
  const auto machine = analysis::load_machine((folder / "machine.json").string());
  if (!machine) return fail(machine.error());
  std::optional<analysis::OperatorTable> table;
  if (std::filesystem::exists(folder / "operators.json")) {
    auto loaded = analysis::load_operators((folder / "operators.json").string());
    if (!loaded) return fail(loaded.error());
    table = std::move(loaded).value();
  } else {
    say(global.quiet, fmt::format("{} has no operators.json: the report has no operators", directory));
  }
  std::optional<analysis::PredictionTable> predictions;
  if (std::filesystem::exists(folder / "predictions.json")) {
    auto loaded = analysis::load_predictions((folder / "predictions.json").string());
    if (!loaded) return fail(loaded.error());
    predictions = std::move(loaded).value();
  }
  const auto index = write_report_folder(directory, *machine, table ? &*table : nullptr,
                                         predictions ? &*predictions : nullptr, global.quiet);
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
