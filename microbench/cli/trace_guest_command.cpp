// SPDX-License-Identifier: Apache-2.0
// What runs inside the emulator for `trace`: one operator, prepared, verified once, then called between marks. Hidden:
// without the emulator it counts nothing.
#include <CLI/CLI.hpp>

#include <memory>
#include <string_view>

#include "analysis/trace/trace_table.hpp"
#include "analysis/trace/traced_call.hpp"
#include "microbench/cli/cache_list.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/output.hpp"
#include "microbench/cli/trace_run.hpp"
#include "microbench/host/isa_detection.hpp"
#include "microbench/trace/trace_mark.h"
#include "operators/registry.hpp"

namespace cachebound::cli {
namespace {

#if defined(__x86_64__)
constexpr std::string_view target = "x86_64";
#elif defined(__aarch64__)
constexpr std::string_view target = "aarch64";
#else
constexpr std::string_view target = "arm";
#endif

struct TraceGuestArguments {
  std::string id;
  std::string caches;  ///< that blocks are chosen by
};

/// The windows of analysis::TraceWindow. Verification was the first call, after which pages are touched and symbols
/// bound; the call of the first window leaves the caches as every later one finds them.
void call_between_marks(operators::Prepared& op) {
  trace_mark();
  op.run();
  trace_mark();
  for (int call = 0; call < analysis::traced_calls; ++call) op.run();
  trace_mark();
  trace_mark();
}

analysis::TraceRow trace(const operators::OperatorId& id, const operators::TargetCore& core) {
  auto prepared = operators::prepare(id, core);
  if (!prepared) return refused_row(id, prepared.error());
  analysis::TraceRow row;
  operators::Prepared& op = **prepared;
  const OperatorMeasurement described = operators::describe(id, op);
  row.op = analysis::case_of(described);
  row.implementation = described.implementation;
  const operators::Verification verification = operators::verify(id, op);
  row.max_error = verification.max_error;
  row.verified = !verification.failure;
  row.error = verification.failure;
  if (row.verified) call_between_marks(op);
  return row;
}

int run(const TraceGuestArguments& options) {
  const auto id = operators::parse_operator_id(options.id);
  if (!id) return fail(id.error());
  operators::TargetCore core{.isas = native_isas(), .caches = {}};
  if (!options.caches.empty()) {
    auto caches = parse_cache_list(options.caches);
    if (!caches) return fail(caches.error());
    core.caches = std::move(caches).value();
  }
  analysis::TraceTable table;
  table.emulator.target = target;
  table.rows.push_back(trace(*id, core));
  if (const Status status = print_text(analysis::to_json(table))) return fail(*status);
  return exit_done;
}

}  // namespace

void add_trace_guest_command(CLI::App& program, int& exit_code) {
  auto options = std::make_shared<TraceGuestArguments>();
  CLI::App* command = program.add_subcommand("trace-guest", "One operator between marks, for the emulator of trace");
  command->group("");  // not in the help
  command->add_option("operator", options->id, "An operator id")->required()->check(not_empty());
  command->add_option("--caches", options->caches, "What blocks are chosen by");
  command->callback([options, &exit_code] { exit_code = run(*options); });
}

}  // namespace cachebound::cli
