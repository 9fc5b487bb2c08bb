// SPDX-License-Identifier: Apache-2.0
// Placement: an operator beside the ceilings of its own dtype, instruction set and thread count.
//
// Compute, L1 and L2 belong to the core and move with its clock, so they are compared in cycles and turned into seconds
// at the clock of the operator's own measurement; L3 and DRAM are compared in seconds.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "analysis/machine_model.hpp"
#include "microbench/measurement.hpp"

namespace cachebound::analysis {

/// An operator as the model sees it. It has no field for a measured time, so nothing that takes it can look at one.
struct OperatorCase {
  std::string id;
  std::string op;
  std::string backend;
  DType dtype = DType::f32;
  std::string problem;
  Isa isa = Isa::scalar;
  int threads = 1;
  CacheState cache = CacheState::warm;
  Flops work{};
  std::optional<GemmBlocking> blocking;
  std::optional<ConvBlocking> conv_blocking;
  std::vector<Traffic> traffic;
  std::vector<AccessCount> loads;  ///< by form; empty: not traced

  friend bool operator==(const OperatorCase&, const OperatorCase&) = default;
};

OperatorCase case_of(const OperatorMeasurement& measurement);

/// One roof over one operator. `level` absent: the compute roof.
struct Roof {
  std::optional<Level> level;
  std::string ceiling;                  ///< id of the ceiling; empty if none was measured
  std::optional<Bytes> traffic;         ///< memory roofs: read + written
  std::optional<TrafficSource> source;  ///< memory roofs
  std::optional<Intensity> intensity;   ///< memory roofs; absent when no byte crosses the level
  std::optional<Cycles> cycles;         ///< roofs of the core, when cycles are known
  std::optional<Seconds> seconds;       ///< absent: not measured
  std::optional<FlopRate> attainable;   ///< work / seconds; absent when this roof costs nothing or is unknown
  Quality quality = Quality::noisy;     ///< of the ceiling
  double spread = 0.0;                  ///< relative half-width of the ceiling's interval
  std::optional<double> loads;  ///< L1, where load slots take longer than bytes: how many; `ceiling` is a load-slot one
  std::string missing;          ///< why `seconds` is absent

  friend bool operator==(const Roof&, const Roof&) = default;
};

/// Compute first, then the levels outward. `clock` converts cycles; absent: the ceilings' own per-second rates.
std::vector<Roof> roofs(const MeasuredCoreKind& kind, const OperatorCase& op, std::optional<Frequency> clock);

/// Index of the roof that takes longest; absent when the compute roof itself is unknown.
std::optional<std::size_t> binding_roof(const std::vector<Roof>& roofs);

struct Placement {
  std::optional<Level> bound;  ///< absent: bound by compute
  std::string ceiling;         ///< id of the binding ceiling
  FlopRate attainable{};
  FlopRate achieved{};
  double efficiency = 0.0;         ///< achieved / attainable
  double spread = 0.0;             ///< relative half-widths of ceiling and measurement, added
  bool ceiling_exceeded = false;   ///< efficiency > 1 + spread: the model or the traffic is wrong
  std::vector<Roof> roofs;         ///< all of them, compute first
  std::vector<std::string> notes;  ///< e.g. which roof rests on a lower bound only

  friend bool operator==(const Placement&, const Placement&) = default;
};

/// "compute", "L1", "L2", "L3", "DRAM".
std::string bound_name(const std::optional<Level>& bound);

/// Cycles over seconds of the row itself: the clock it ran at. Absent when its cycles are unknown.
std::optional<Frequency> clock_of_row(const OperatorMeasurement& measurement);

/// Fails with `not_found` where no compute ceiling fits, and with the row's own error where it has one.
Result<Placement> place(const MeasuredCoreKind& kind, const OperatorMeasurement& measurement);

}  // namespace cachebound::analysis
