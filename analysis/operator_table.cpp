// SPDX-License-Identifier: Apache-2.0
#include "analysis/operator_table.hpp"

#include <utility>

#include "analysis/levels.hpp"
#include "analysis/traffic/counted_traffic.hpp"
#include "analysis/traffic/operator_traffic.hpp"

namespace cachebound::analysis {
namespace {

constexpr std::string_view no_machine =
    "no machine document was given: --machine FILE, which `cachebound characterize -o FILE` writes, places the row";
constexpr std::string_view no_machine_before =
    "the machine model holds no core kind";  ///< in files of 0.1.0 and before

OperatorRow analyse(const MeasuredCoreKind* kind, OperatorMeasurement measurement) {
  OperatorRow row;
  row.measurement = std::move(measurement);
  OperatorMeasurement& m = row.measurement;
  if (m.error) return row;
  if (kind == nullptr) {
    row.not_placed = Error{Reason::not_found, std::string(no_machine)};
    return row;
  }
  adopt_counted_traffic(*kind, m);
  m.traffic = complete_traffic(case_of(m), cache_capacities(kind->levels, kind->caches));
  const Result<Placement> placement = place(*kind, m);
  const Result<Attribution> attribution = attribute(*kind, m);
  if (placement) row.placement = *placement;
  if (attribution) row.attribution = *attribution;
  if (!placement) row.not_placed = placement.error();
  return row;
}

}  // namespace

OperatorTable analyse_operators(const MachineModel& machine, std::vector<OperatorMeasurement> measurements, int cpu) {
  OperatorTable table;
  table.cpu = cpu;
  const MeasuredCoreKind* kind = find_core_kind(machine, cpu);
  for (OperatorMeasurement& measurement : measurements) {
    table.completed.push_back(measurement.id);
    table.rows.push_back(analyse(kind, std::move(measurement)));
  }
  return table;
}

bool never_placed(const OperatorTable& table) {
  bool any = false;
  for (const OperatorRow& row : table.rows) {
    if (row.measurement.error) continue;
    if (row.placement || !row.not_placed) return false;
    if (row.not_placed->detail != no_machine && row.not_placed->detail != no_machine_before) return false;
    any = true;
  }
  return any;
}

std::string why_never_placed(const OperatorTable& table) {
  for (const OperatorRow& row : table.rows)
    if (row.not_placed) return row.not_placed->detail;
  return {};
}

}  // namespace cachebound::analysis
