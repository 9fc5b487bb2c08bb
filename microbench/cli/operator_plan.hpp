// SPDX-License-Identifier: Apache-2.0
// Which operators a command is about: a workload, backends that replace its own, a filter.
#pragma once

#include <string>
#include <vector>

#include "microbench/result.hpp"
#include "operators/registry.hpp"

namespace cachebound::cli {

/// `workload`: a name of configs/workloads or a file; `backends`: empty for those that the workload names; `filter`: a
/// regular expression over operator ids. An empty selection is an error that names the nearest id.
Result<std::vector<operators::OperatorId>> planned_operators(const std::string& workload,
                                                             const std::vector<std::string>& backends,
                                                             const std::string& filter);

}  // namespace cachebound::cli
