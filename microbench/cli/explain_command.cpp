// SPDX-License-Identifier: Apache-2.0
#include <CLI/CLI.hpp>
#include <fmt/format.h>

#include <memory>

#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/run_folder.hpp"
#include "microbench/nearest.hpp"

namespace cachebound::cli {
namespace {

int run(const std::string& id, const std::string& directory, const GlobalOptions& global) {
  const auto run = load_run(directory, global);
  if (!run) return fail(run.error());
  if (!run->operators) {
    return fail({Reason::malformed,
                 fmt::format("{0}/operators.json is not there; `cachebound operators --machine {0}/machine.json -o "
                             "{0}/operators.json` measures and writes it",
                             directory)});
  }
  std::vector<std::string> ids;
  for (const analysis::OperatorRow& row : run->operators->rows) {
    if (row.measurement.id == id) {
      if (const Status status = print_waterfall(run->machine, *run->operators, row)) return fail(*status);
      return exit_done;
    }
    ids.push_back(row.measurement.id);
  }
  return fail({Reason::malformed, fmt::format("{}/operators.json has no row '{}'; the nearest is '{}'", directory, id,
                                              nearest(id, ids))});
}

}  // namespace

void add_explain_command(CLI::App& program, const GlobalOptions& global, int& exit_code) {
  auto id = std::make_shared<std::string>();
  auto directory = std::make_shared<std::string>("cachebound-run");
  CLI::App* command = program.add_subcommand("explain", "One row's placement and attribution, with its evidence");
  command->add_option("row", *id, "An operator id, e.g. gemm/tiled/f32/m512n512k512")->check(not_empty())->required();
  command->add_option("--run", *directory, "The folder of the run")->check(not_empty())->capture_default_str();
  command->callback([id, directory, &global, &exit_code] { exit_code = run(*id, *directory, global); });
}

}  // namespace cachebound::cli
