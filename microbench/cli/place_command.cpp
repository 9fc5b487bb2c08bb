// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>
#include <CLI/CLI.hpp>

#include <filesystem>
#include <memory>
#include <utility>

#include "analysis/documents.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/prediction.hpp"
#include "analysis/trace/apply_trace.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/output_file.hpp"
#include "microbench/cli/progress.hpp"

namespace cachebound::cli {
namespace {

struct PlaceArguments {
  std::string machine;
  std::string operators;
  std::string trace;
  std::string output;
  std::string predictions;
  std::string format = "text";
  bool overwrite = false;
};

/// Two names of one file, which may not be there yet.
bool same_file(const std::string& one, const std::string& other) {
  namespace fs = std::filesystem;
  std::error_code code;
  return fs::weakly_canonical(one, code) == fs::weakly_canonical(other, code);
}

/// What was measured is the input, and stays; the output of an earlier time may be replaced if that is asked for.
Status check_outputs(const PlaceArguments& options) {
  for (const auto& [path, schema] :
       {std::pair{options.output, analysis::operators_schema}, {options.predictions, analysis::predictions_schema}}) {
    if (path.empty()) continue;
    if (Status refused = check_output(path, schema, {.resume = false, .overwrite = options.overwrite})) return refused;
  }
  if (!options.output.empty() && !options.predictions.empty() && same_file(options.output, options.predictions))
    return Error{Reason::malformed, fmt::format("-o and --predictions both name {}", options.output)};
  return std::nullopt;
}

int run(const PlaceArguments& options, const GlobalOptions& global) {
  const auto machine = analysis::load_machine(options.machine);
  if (!machine) return fail(machine.error());
  if (const Status refused = check_outputs(options)) return fail(*refused);
  const auto measured = analysis::load_operators(options.operators);
  if (!measured) return fail(measured.error());
  std::vector<OperatorMeasurement> measurements;
  for (const analysis::OperatorRow& row : measured->rows) measurements.push_back(row.measurement);
  if (!options.trace.empty()) {
    const auto trace = analysis::load_trace(options.trace);
    if (!trace) return fail(trace.error());
    analysis::apply_trace(*trace, &*machine, measured->cpu, measurements);
  }
  if (!options.predictions.empty()) {
    // An OperatorCase has no field for a time, so the prediction cannot have looked at one.
    std::vector<analysis::OperatorCase> cases;
    for (const OperatorMeasurement& m : measurements) cases.push_back(analysis::case_of(m));
    analysis::PredictionTable predictions = analysis::predict(*machine, cases, measured->cpu);
    predictions.created = utc_now();
    if (const Status status = analysis::save(options.predictions, predictions)) return fail(*status);
    say(global.quiet, "written: " + options.predictions);
  }
  analysis::OperatorTable table = analysis::analyse_operators(*machine, std::move(measurements), measured->cpu);
  table.plan = measured->plan;
  table.completed = measured->completed;
  table.created = utc_now();
  if (!options.output.empty()) {
    if (const Status status = analysis::save(options.output, table)) return fail(*status);
    say(global.quiet, "written: " + options.output);
  }
  if (const Status status = print_operators(*machine, table, options.format)) return fail(*status);
  return exit_done;
}

}  // namespace

void add_place_command(CLI::App& program, const GlobalOptions& global, int& exit_code) {
  auto options = std::make_shared<PlaceArguments>();
  CLI::App* command =
      program.add_subcommand("place", "Place measured operators on a measured machine; attribute their gaps");
  command->add_option("--machine", options->machine, "machine.json of characterize")->check(not_empty())->required();
  command->add_option("--operators", options->operators, "operators.json of operators")->check(not_empty())->required();
  command->add_option("--trace", options->trace, "Take the traffic of the rows that this trace.json covers from it")
      ->check(not_empty());
  command->add_option("-o,--output", options->output, "Write the placed operators here")->check(not_empty());
  command
      ->add_option("--predictions", options->predictions,
                   "Write what the model predicts here; made from descriptions that hold no time")
      ->check(not_empty());
  add_overwrite_flag(*command, options->overwrite);
  command->add_option("--format", options->format, "text, markdown, csv or json, on stdout")
      ->check(CLI::IsMember({"text", "markdown", "csv", "json"}))
      ->capture_default_str();
  command->callback([options, &global, &exit_code] { exit_code = run(*options, global); });
}

}  // namespace cachebound::cli
