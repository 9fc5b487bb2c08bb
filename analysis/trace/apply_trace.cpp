// SPDX-License-Identifier: Apache-2.0
#include "analysis/trace/apply_trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>

#include "analysis/trace/modelled_caches.hpp"

namespace cachebound::analysis {
namespace {

std::string differing_code(const TraceRow& row, const OperatorMeasurement& m) {
  if (row.op.isa != m.isa) return fmt::format("{} code, this row ran {}", to_string(row.op.isa), to_string(m.isa));
  if (row.implementation != m.implementation) return fmt::format("\"{}\"", row.implementation);
  if (row.op.blocking != m.blocking) return "other cache blocks";
  return {};
}

/// Whether the caches from the inside out up to and with the one inside `level` are those of the trace.
bool same_caches_within(Level level, const TraceTable& trace, const std::vector<LevelCapacity>& caches) {
  for (std::size_t i = 0; i < trace.caches.size() && trace.caches[i].level < level; ++i) {
    if (i >= caches.size() || caches[i].level != trace.caches[i].level) return false;
    if (!is_size_of(trace.caches[i], caches[i].capacity)) return false;
  }
  // Beyond the last cache of the trace is DRAM; a machine with one more level has that one there.
  return level != Level::dram || caches.size() == trace.caches.size();
}

/// The same call, whatever it found in the caches. Of a team nothing is traced.
bool is_of(const TraceRow& row, const OperatorMeasurement& m) {
  return row.op.op == m.op && row.op.backend == m.backend && row.op.dtype == m.dtype && row.op.problem == m.problem &&
         row.op.threads == m.threads;
}

void apply(const TraceRow& row, const TraceTable& trace, const std::vector<LevelCapacity>& caches,
           OperatorMeasurement& m) {
  const std::string other = differing_code(row, m);
  if (!other.empty()) {
    m.notes.push_back("the trace of this row does not apply, it is of " + other);
    return;
  }
  m.loads = row.call.loads;
  for (const Traffic& traced : row.call.traffic) {
    if (traced.level != Level::l1 && !same_caches_within(traced.level, trace, caches)) continue;
    // The same instructions, but what they found in the caches was another state.
    if (traced.level != Level::l1 && m.cache != CacheState::warm) continue;
    std::erase_if(m.traffic,
                  [&](const Traffic& t) { return t.level == traced.level && t.source != TrafficSource::counted; });
    const bool counted =
        std::any_of(m.traffic.begin(), m.traffic.end(), [&](const Traffic& t) { return t.level == traced.level; });
    if (!counted) m.traffic.push_back(traced);
  }
}

}  // namespace

void apply_trace(const TraceTable& trace, const std::vector<LevelCapacity>& caches,
                 std::vector<OperatorMeasurement>& measurements) {
  for (OperatorMeasurement& m : measurements) {
    const auto row =
        std::find_if(trace.rows.begin(), trace.rows.end(), [&](const TraceRow& r) { return is_of(r, m); });
    if (m.error || row == trace.rows.end() || row->error) continue;
    apply(*row, trace, caches, m);
  }
}

void apply_trace(const TraceTable& trace, const MachineModel* machine, int cpu,
                 std::vector<OperatorMeasurement>& measurements) {
  const MeasuredCoreKind* kind = machine != nullptr ? find_core_kind(*machine, cpu) : nullptr;
  apply_trace(trace, kind != nullptr ? cache_capacities(kind->levels, kind->caches) : std::vector<LevelCapacity>{},
              measurements);
}

}  // namespace cachebound::analysis
