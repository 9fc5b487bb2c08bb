// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "analysis/report/report_tree.hpp"
#include "microbench/counter_value.hpp"

namespace cachebound::analysis::report {

/// What was counted beside one row.
Table counters_table(const std::string& subject, const std::vector<CounterValue>& counters);

}  // namespace cachebound::analysis::report
