// SPDX-License-Identifier: Apache-2.0
// What the model expects of an operator, stated before its measured time is looked at.
//
// The order is a property of the types: an OperatorCase holds no time. A prediction file that is older than the
// measurement it is compared with is evidence that the model was not fitted to it.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/machine_model.hpp"
#include "analysis/roofline.hpp"

namespace cachebound::analysis {

inline constexpr std::string_view predictions_schema = "cachebound.predictions/1";

struct Prediction {
  OperatorCase op;
  std::optional<Level> bound;  ///< absent: compute
  std::string ceiling;
  std::optional<Frequency> clock;  ///< taken for the roofs of the core; a measurement brings its own
  std::optional<Cycles> cycles;    ///< of the binding roof, when it is one of the core
  Seconds seconds{};               ///< of the binding roof: no execution should be faster
  FlopRate attainable{};
  std::vector<Roof> roofs;
  std::optional<Error> error;  ///< set: nothing can be predicted; all numbers are void
};

struct PredictionTable {
  std::string core_kind;
  std::vector<Prediction> rows;
  std::string created;  ///< ISO 8601, UTC; stamped by the caller
};

Prediction predict(const MeasuredCoreKind& kind, const OperatorCase& op);
/// Models the traffic that a case lacks, then predicts every case.
PredictionTable predict(const MachineModel& machine, const std::vector<OperatorCase>& cases, int cpu = -1);

}  // namespace cachebound::analysis
