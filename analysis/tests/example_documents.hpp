// SPDX-License-Identifier: Apache-2.0
// A small, complete machine and its operators, with every optional field present somewhere and absent somewhere else.
#pragma once

#include <string>
#include <vector>

#include "analysis/machine_model.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/prediction.hpp"
#include "analysis/trace/trace_table.hpp"

namespace cachebound::analysis::example {

template <typename Q>
Estimate<Q> estimate(double value, double relative_half_width = 0.001) {
  return {{value}, {value * (1 - relative_half_width)}, {value * (1 + relative_half_width)}, 25, 2};
}

/// A clock of 1 GHz keeps hand calculation easy: bytes per cycle are gigabytes per second.
inline constexpr double clock_hz = 1e9;

ProbeMeasurement compute_row(Isa isa, const std::string& probe, double flops_per_cycle);
ProbeMeasurement read_row(Isa isa, const std::string& probe, double working_set, double bytes_per_cycle);
/// "copy_avx2/ws:...", a load-slot row and a latency row of 4 KiB pages.
ProbeMeasurement access_row(Access access, double working_set, double bytes_per_cycle);
ProbeMeasurement load_slot_row(const std::string& probe, double loads_per_cycle);
ProbeMeasurement latency_row(const std::string& probe, double working_set, double cycles);

/// Levels of 32 KiB, 1 MiB and 32 MiB at 64, 32, 16 and 8 B/cycle; AVX2 at half of that in L1 and L2.
std::vector<ProbeMeasurement> measurements();
ChainReport chains();
HostInfo host();
Conditions conditions();
MachineModel machine();

/// gemm m64n64k64: 524288 flops. Its only time is `seconds`.
OperatorMeasurement gemm(const std::string& backend, Isa isa, double seconds);
OperatorTable operators();
PredictionTable predictions();
/// A row that was traced, with everything, and one that was not.
TraceTable trace();

}  // namespace cachebound::analysis::example
