// SPDX-License-Identifier: Apache-2.0
// What cpufreq claims against what the chains measured, as a finding of the report.
#pragma once

#include <optional>
#include <string>

#include "analysis/machine_model.hpp"

namespace cachebound::analysis {

/// Pure. Both numbers, where they are further apart than the measurement allows; else nothing.
std::optional<Finding> clock_finding(const ClockFacts& facts, const std::string& core_kind);

}  // namespace cachebound::analysis
