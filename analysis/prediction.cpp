// SPDX-License-Identifier: Apache-2.0
#include "analysis/prediction.hpp"

#include "analysis/levels.hpp"
#include "analysis/traffic/operator_traffic.hpp"

namespace cachebound::analysis {
namespace {

/// The clock that the compute ceiling was measured at (wide vectors run slower than scalar code), else the kind's.
std::optional<Frequency> expected_clock(const MeasuredCoreKind& kind, const OperatorCase& op) {
  const Ceiling* ceiling = find_compute_ceiling(kind, op.dtype, op.isa, op.threads);
  if (ceiling != nullptr && ceiling->cycles_known && ceiling->clock.value.value > 0.0) return ceiling->clock.value;
  if (kind.clock.value.value > 0.0) return kind.clock.value;
  return std::nullopt;
}

}  // namespace

Prediction predict(const MeasuredCoreKind& kind, const OperatorCase& op) {
  Prediction prediction;
  prediction.op = op;
  prediction.clock = expected_clock(kind, op);
  prediction.roofs = roofs(kind, op, prediction.clock);
  const auto binding = binding_roof(prediction.roofs);
  if (!binding || !prediction.roofs[*binding].attainable) {
    prediction.error =
        Error{Reason::not_found, prediction.roofs.front().missing.empty() ? "the work of this case is not positive"
                                                                          : prediction.roofs.front().missing};
    return prediction;
  }
  const Roof& roof = prediction.roofs[*binding];
  prediction.bound = roof.level;
  prediction.ceiling = roof.ceiling;
  prediction.cycles = roof.cycles;
  prediction.seconds = *roof.seconds;
  prediction.attainable = *roof.attainable;
  return prediction;
}

PredictionTable predict(const MachineModel& machine, const std::vector<OperatorCase>& cases, int cpu) {
  PredictionTable table;
  const MeasuredCoreKind* kind = find_core_kind(machine, cpu);
  if (kind != nullptr) table.core_kind = kind->id;
  for (OperatorCase op : cases) {
    if (kind == nullptr) {
      Prediction& row = table.rows.emplace_back();
      row.op = op;
      row.error = Error{Reason::not_found, "the machine model holds no core kind"};
      continue;
    }
    op.traffic = complete_traffic(op, cache_capacities(kind->levels, kind->caches));
    table.rows.push_back(predict(*kind, op));
  }
  return table;
}

}  // namespace cachebound::analysis
