// SPDX-License-Identifier: Apache-2.0
// The operators of one run with what analysis made of them; what operators.json holds.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/attribution.hpp"
#include "analysis/machine_model.hpp"
#include "analysis/roofline.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

inline constexpr std::string_view operators_schema = "cachebound.operators/1";

struct OperatorRow {
  OperatorMeasurement measurement;     ///< its traffic is what was placed
  std::optional<Placement> placement;  ///< absent: see `not_placed`
  std::optional<Attribution> attribution;
  std::optional<Error> not_placed;  ///< why there is no placement, where the row itself has no error
};

struct OperatorTable {
  std::vector<OperatorRow> rows;
  std::vector<Finding> findings;
  Plan plan;
  std::vector<std::string> completed;
  std::string created;  ///< ISO 8601, UTC; stamped by the caller
  int cpu = -1;         ///< where it ran
};

/// Models the traffic of the rows that carry none (or only compulsory traffic), places and attributes every row.
OperatorTable analyse_operators(const MachineModel& machine, std::vector<OperatorMeasurement> measurements,
                                int cpu = -1);

/// Measured, but without a machine to place it on: every row that could be placed says that no core kind was known.
bool never_placed(const OperatorTable& table);
/// What such a row says, and how to mend it.
std::string why_never_placed(const OperatorTable& table);

}  // namespace cachebound::analysis
