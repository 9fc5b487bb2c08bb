// SPDX-License-Identifier: Apache-2.0
// Which operators a command is about: a workload, backends that replace its own, a filter.
#pragma once

#include <string>
#include <vector>

#include "microbench/result.hpp"
#include "operators/registry.hpp"

namespace cachebound::cli {

/// Under which conditions each operator runs; the least is one of each.
struct OperatorConditions {
  std::vector<int> threads{1};
  std::vector<CacheState> caches{CacheState::warm};
};

/// "1", "1,2,4", "all" (as many as `cpus`), each number at most once. Error{malformed} otherwise.
Result<std::vector<int>> parse_team_sizes(const std::vector<std::string>& words, int cpus);
Result<std::vector<CacheState>> parse_cache_states(const std::vector<std::string>& words);

/// `workload`: a name of configs/workloads or a file; `backends`: empty for those that the workload names; `filter`: a
/// regular expression over operator ids. An empty selection is an error that names the nearest id.
Result<std::vector<operators::OperatorId>> planned_operators(const std::string& workload,
                                                             const std::vector<std::string>& backends,
                                                             const std::string& filter,
                                                             const OperatorConditions& conditions = {});

}  // namespace cachebound::cli
