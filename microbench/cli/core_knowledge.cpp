// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/core_knowledge.hpp"

#include <string>

#include "microbench/host/core_facts.hpp"
#include "probes/catalogue.hpp"

namespace cachebound::cli {

analysis::ChainReport report_of(const probes::ChainCalibration& calibration) {
  analysis::ChainReport report;
  for (const probes::ChainReading& reading : calibration.chains) {
    report.chains.push_back({.id = reading.id,
                             .nominal_latency_cycles = static_cast<double>(
                                 reading.calibrated_cycles.value_or(reading.nominal_cycles.value_or(0))),
                             .latency_cycles = reading.cycles,
                             .clock = reading.clock,
                             .trusted = reading.calibrated_cycles.has_value(),
                             .note = reading.note});
  }
  report.first = calibration.reference;
  report.second = calibration.cross_check;
  report.agreement = calibration.agreement;
  report.cycles_known = calibration.cycles_known;
  report.add_imm_claim = calibration.add_immediate_claim;
  report.detail = calibration.detail;
  return report;
}

std::optional<analysis::Datasheet> datasheet_of(const CoreKind& kind, const HostInfo& host) {
  const auto table = built_in_core_facts();
  if (!table || host.emulated) return std::nullopt;
  const auto facts = datasheet_facts(*table, kind, host.contradictions);
  if (!facts) return std::nullopt;
  analysis::Datasheet datasheet{.core = kind.id, .operations = {}, .l1 = {}};
  for (const auto& [operation, dtype, isa, figure] : facts->operations_per_cycle) {
    if (is_limit(figure)) datasheet.operations.push_back({operation, dtype, isa, FlopsPerCycle{figure.value}});
  }
  for (const auto& [isa, figure] : facts->l1_read_bytes_per_cycle) {
    if (is_limit(figure)) datasheet.l1.push_back({Access::read, isa, BytesPerCycle{figure.value}});
  }
  for (const auto& [isa, figure] : facts->l1_write_bytes_per_cycle) {
    if (is_limit(figure)) datasheet.l1.push_back({Access::write, isa, BytesPerCycle{figure.value}});
  }
  for (const probes::Probe& probe : probes::catalogue()) {
    if (!probe.whole_registers) continue;
    const auto figure = facts->loads(*probe.whole_registers);
    if (figure && is_limit(*figure)) datasheet.loads.push_back({std::string(probe.id), LoadsPerCycle{figure->value}});
  }
  if (const auto figure = facts->load_latency(Level::l1); figure && is_limit(*figure))
    datasheet.l1_latency = Cycles{figure->value};
  return datasheet;
}

Conditions with_clock(Conditions conditions, const std::vector<analysis::CoreKindInput>& inputs) {
  if (inputs.empty()) return conditions;
  const analysis::ChainReport& chains = inputs.front().chains;
  if (!chains.cycles_known) {
    conditions.clock_measured_hz = Error{Reason::unstable, chains.detail};
    return conditions;
  }
  for (const analysis::ChainEntry& chain : chains.chains)
    if (chain.id == chains.first) conditions.clock_measured_hz = chain.clock.value.value;
  if (const auto& claim = inputs.front().clock_facts.claim) {
    conditions.clock_measured_hz = claim->measured.value;
    conditions.clock_claimed_hz = claim->claimed.value;
  }
  return conditions;
}

}  // namespace cachebound::cli
