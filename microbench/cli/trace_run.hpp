// SPDX-License-Identifier: Apache-2.0
// Workload -> one guest in the emulator for each operator -> what one call of it executed.
#pragma once

#include <string>
#include <vector>

#include "analysis/trace/trace_table.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/emulator.hpp"
#include "operators/registry.hpp"

namespace cachebound::cli {

struct TraceOptions {
  std::string workload;
  std::vector<std::string> backends;  ///< empty: those the workload names
  std::string filter;
  std::string machine;  ///< whose caches are modelled
  std::string caches;   ///< given instead, on the command line
  EmulatorOptions emulator;
};

/// The row of an operator that nothing was counted of.
analysis::TraceRow refused_row(const operators::OperatorId& id, const Error& error);

struct TraceRun {
  analysis::TraceTable table;
  bool interrupted = false;
  bool all_verified = true;
};

Result<TraceRun> run_trace(const TraceOptions& options, const GlobalOptions& global);

}  // namespace cachebound::cli
