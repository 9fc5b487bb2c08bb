// SPDX-License-Identifier: Apache-2.0
// Workload -> prepared operators -> verified -> timed -> measurements.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/machine_model.hpp"
#include "analysis/roofline.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/suite.hpp"

namespace cachebound::cli {

struct OperatorOptions {
  std::string workload;               ///< a name of configs/workloads or a file
  std::vector<std::string> backends;  ///< empty: those the workload names
  std::vector<int> rounds{5, 8};
  Seconds block = milliseconds(40);
  std::string filter;  ///< regular expression over operator ids
  int cpu = -1;        ///< -1: the last allowed one
  std::string output;  ///< for the journal
  bool resume = false;
  bool verify_only = false;
  std::string counters = "auto";  ///< auto, perf, papi or none
  std::vector<std::string> threads{"1"};         ///< sizes of teams, or "all"
  std::vector<std::string> cache_states{"warm"};
};

struct OperatorRun {
  std::vector<OperatorMeasurement> measurements;
  analysis::Plan plan;
  std::vector<std::string> completed;
  int cpu = -1;
  bool interrupted = false;
  bool all_verified = true;  ///< no backend computed a wrong result
};

/// What can be said against these options before anything is measured: an unknown workload, a malformed one, an empty
/// selection.
Status check_operators(const OperatorOptions& options);

/// The operators that a run of these options would measure, described without any time: what a prediction is made from.
Result<std::vector<OperatorMeasurement>> describe_operators(const OperatorOptions& options, const World& world);

Result<OperatorRun> run_operators(const OperatorOptions& options, const World& world, const GlobalOptions& global);

}  // namespace cachebound::cli
