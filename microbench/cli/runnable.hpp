// SPDX-License-Identifier: Apache-2.0
// A command that could run none of its rows has not done what it was asked for, although each row stands with its
// reason.
#pragma once

#include "analysis/machine_model.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/trace/trace_table.hpp"
#include "microbench/result.hpp"

namespace cachebound::cli {

/// An error of the reason of the first row if every row of both is not built or not supported by the CPU; none if there
/// are no rows at all.
Status nothing_runnable(const analysis::MachineModel* machine, const analysis::OperatorTable* operators);
/// The same of a trace.
Status nothing_runnable(const analysis::TraceTable& trace);

}  // namespace cachebound::cli
