// SPDX-License-Identifier: Apache-2.0
// From what was measured and concluded to what is said: machine model and operators in, report tree out. Pure.
#pragma once

#include <string>

#include "analysis/machine_model.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/prediction.hpp"
#include "analysis/report/report_tree.hpp"

namespace cachebound::analysis::report {

struct ReportInput {
  const MachineModel& machine;
  const OperatorTable* operators = nullptr;      ///< null: a report of the machine alone
  const PredictionTable* predictions = nullptr;  ///< null: none were written before the measurement
  std::string version;                           ///< of the program, for the footer
  bool outer_levels = false;                     ///< place the operators in the roofline at their outer intensities too
};

Report build_report(const ReportInput& input);
/// One operator's waterfall with its evidence: what `explain` prints.
Section waterfall(const ReportInput& input, const OperatorRow& row);

}  // namespace cachebound::analysis::report
