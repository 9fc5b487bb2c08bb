// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <filesystem>
#include <memory>

#include "analysis/documents.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/nearest.hpp"

namespace cachebound::cli {
namespace {

int run(const std::string& id, const std::string& directory) {
  const std::filesystem::path folder(directory);
  const auto machine = analysis::load_machine((folder / "machine.json").string());
  if (!machine) return fail(machine.error());
  const auto table = analysis::load_operators((folder / "operators.json").string());
  if (!table) return fail(table.error());
  std::vector<std::string> ids;
  for (const analysis::OperatorRow& row : table->rows) {
    if (row.measurement.id == id) {
      if (const Status status = print_waterfall(*machine, *table, row)) return fail(*status);
      return exit_done;
    }
    ids.push_back(row.measurement.id);
  }
  return fail({Reason::malformed, fmt::format("{} has no row '{}'; the nearest is '{}'",
                                              (folder / "operators.json").string(), id, nearest(id, ids))});
}

}  // namespace

void add_explain_command(CLI::App& program, const GlobalOptions& /*global*/, int& exit_code) {
  auto id = std::make_shared<std::string>();
  auto directory = std::make_shared<std::string>("cachebound-run");
  CLI::App* command = program.add_subcommand("explain", "One row's placement and attribution, with its evidence");
  command->add_option("row", *id, "An operator id, e.g. gemm/tiled/f32/m512n512k512")->check(not_empty())->required();
  command->add_option("--run", *directory, "The folder of the run")->check(not_empty())->capture_default_str();
  command->callback([id, directory, &exit_code] { exit_code = run(*id, *directory); });
}

}  // namespace cachebound::cli
