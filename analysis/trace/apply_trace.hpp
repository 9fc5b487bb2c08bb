// SPDX-License-Identifier: Apache-2.0
// A trace put beside measurements: the traffic of the rows that it covers becomes `traced`.
#pragma once

#include <vector>

#include "analysis/levels.hpp"
#include "analysis/machine_model.hpp"
#include "analysis/trace/trace_table.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

/// Rows of the same id, and only where the same code ran: the same instruction set, implementation and blocking (on the
/// emulated core "tiled" or a library may choose another kernel). A row that was traced otherwise says so in its notes.
/// L1 traffic always applies; what crosses further levels does where the modelled caches are of the sizes that `caches`
/// has for this machine. Packing measured alone is not touched.
void apply_trace(const TraceTable& trace, const std::vector<LevelCapacity>& caches,
                 std::vector<OperatorMeasurement>& measurements);

/// With the caches of the core kind that `cpu` is of; without a machine, L1 alone.
void apply_trace(const TraceTable& trace, const MachineModel* machine, int cpu,
                 std::vector<OperatorMeasurement>& measurements);

}  // namespace cachebound::analysis
