// SPDX-License-Identifier: Apache-2.0
// Probes -> samples -> machine model, for every core kind that was asked for.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/machine_model.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/suite.hpp"

namespace cachebound::cli {

struct CharacterizeOptions {
  Suite suite;
  std::string suite_argument;   ///< as given, for the command that measures a row again; empty: the default
  std::string thread_argument;  ///< as given; empty: the suite says
  std::string filter;           ///< regular expression over row ids; empty: all
  std::string cores = "each-kind";
  std::string output;  ///< for the journal; empty: none is kept
  bool resume = false;
  std::string counters = "auto";  ///< auto, perf, papi or none
  std::optional<Seconds> slice;   ///< overrides the policy's, for the test of independence from it
};

struct Characterization {
  analysis::MachineModel model;
  bool interrupted = false;
};

/// Whether a run that was interrupted has anything to show for itself.
bool has_rates(const analysis::MachineModel& model);

/// What --suite would have to be for these options; empty: the default.
std::string suite_argument(bool quick, bool thorough, const std::string& suite);

/// The suite less the working sets that the free memory does not hold; one line on stderr says so where there are any.
Suite fit_memory(const Suite& suite, const HostInfo& host, const GlobalOptions& global);

/// Error{malformed}: a core kind of those chosen has fewer cpus than the team that was asked for.
Status check_team(const ThreadChoice& threads, const std::vector<CoreChoice>& cores);

/// Error{not_found}: the filter matches nothing. Error{not_supported_by_cpu}: nothing is runnable here.
Result<Characterization> characterize(const CharacterizeOptions& options, const World& world,
                                      const GlobalOptions& global);

}  // namespace cachebound::cli
