// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/run_folder.hpp"

#include <fmt/format.h>

#include <filesystem>
#include <system_error>
#include <utility>

#include "microbench/cli/progress.hpp"

namespace cachebound::cli {
namespace {

analysis::OperatorTable placed(const analysis::MachineModel& machine, analysis::OperatorTable table) {
  std::vector<OperatorMeasurement> measurements;
  for (analysis::OperatorRow& row : table.rows) measurements.push_back(std::move(row.measurement));
  analysis::OperatorTable again = analysis::analyse_operators(machine, std::move(measurements), table.cpu);
  again.plan = std::move(table.plan);
  again.completed = std::move(table.completed);
  again.created = std::move(table.created);
  return again;
}

}  // namespace

Result<RunFolder> load_run(const std::string& directory, const GlobalOptions& global) {
  const std::filesystem::path folder(directory);
  const auto path_of = [&](const char* name) { return (folder / name).string(); };
  const std::string machine_path = path_of("machine.json");
  std::error_code unreadable;
  const bool measured = std::filesystem::exists(machine_path, unreadable);
  if (unreadable) return Error{Reason::malformed, fmt::format("{}: {}", machine_path, unreadable.message())};
  if (!measured) {
    return Error{Reason::malformed, fmt::format("{} is not there; `cachebound run -o {}` measures and writes it",
                                                machine_path, directory)};
  }
  auto machine = analysis::load_machine(machine_path);
  if (!machine) return machine.error();
  RunFolder run{.machine = std::move(machine).value(), .operators = {}, .predictions = {}};
  if (const std::string path = path_of("operators.json"); std::filesystem::exists(path, unreadable)) {
    auto loaded = analysis::load_operators(path);
    if (!loaded) return loaded.error();
    run.operators = std::move(loaded).value();
    if (analysis::never_placed(*run.operators)) {
      say(global.quiet, fmt::format("{0} was measured without a machine and is placed on {1} here; `cachebound place "
                                    "--machine {1} --operators {0} -o {0} --overwrite` keeps that",
                                    path, machine_path));
      run.operators = placed(run.machine, std::move(*run.operators));
    }
  }
  if (const std::string path = path_of("predictions.json"); std::filesystem::exists(path, unreadable)) {
    auto loaded = analysis::load_predictions(path);
    if (!loaded) return loaded.error();
    run.predictions = std::move(loaded).value();
  }
  return run;
}

}  // namespace cachebound::cli
