// SPDX-License-Identifier: Apache-2.0
// The field descriptions that more than one document uses (archive.hpp says what a description is).
#pragma once

#include "analysis/archive.hpp"
#include "analysis/attribution.hpp"
#include "analysis/machine_model.hpp"
#include "analysis/roofline.hpp"

namespace cachebound {
// Beside their types, so that the templates of archive.hpp find them.
void visit(analysis::Archive& archive, HostInfo& host);
void visit(analysis::Archive& archive, Conditions& conditions);
void visit(analysis::Archive& archive, Finding& finding);
void visit(analysis::Archive& archive, Cache& cache);
void visit(analysis::Archive& archive, Traffic& traffic);
void visit(analysis::Archive& archive, CounterValue& value);
void visit(analysis::Archive& archive, CounterReport& report);
void visit(analysis::Archive& archive, AccessCount& count);
void visit(analysis::Archive& archive, GemmBlocking& blocking);
void visit(analysis::Archive& archive, Sign& sign);
void visit(analysis::Archive& archive, ValiditySign& sign);
void visit(analysis::Archive& archive, ConvBlocking& blocking);
void visit(analysis::Archive& archive, ProbeMeasurement& row);
void visit(analysis::Archive& archive, TogetherMeasurement& row);
}  // namespace cachebound

namespace cachebound::analysis {

/// The estimates that a row or a ceiling of this kind has: rates, or latencies; per cycle only where cycles are known.
template <typename Rated>
void visit_rates(Archive& archive, Rated& rated) {
  const auto both = [&](std::string_view second_key, auto& per_second, std::string_view cycle_key, auto& per_cycle) {
    field(archive, second_key, per_second);
    field_if(archive, rated.cycles_known, cycle_key, per_cycle);
  };
  switch (rated.kind) {
    case CeilingKind::compute:
      return both("flops_per_second", rated.flops_per_second, "flops_per_cycle", rated.flops_per_cycle);
    case CeilingKind::memory:
      return both("bytes_per_second", rated.bytes_per_second, "bytes_per_cycle", rated.bytes_per_cycle);
    case CeilingKind::load_slots:
      both("loads_per_second", rated.loads_per_second, "loads_per_cycle", rated.loads_per_cycle);
      // Files of earlier versions counted loads alone.
      if (archive.reading() && !archive.has("bytes_per_second")) return;
      return both("bytes_per_second", rated.bytes_per_second, "bytes_per_cycle", rated.bytes_per_cycle);
    case CeilingKind::mixed:
      both("flops_per_second", rated.flops_per_second, "flops_per_cycle", rated.flops_per_cycle);
      return both("bytes_per_second", rated.bytes_per_second, "bytes_per_cycle", rated.bytes_per_cycle);
    case CeilingKind::latency:
      return both("latency_seconds", rated.latency_seconds, "latency_cycles", rated.latency_cycles);
  }
}

void visit(Archive& archive, Ceiling& ceiling);
void visit(Archive& archive, LevelPlateau& plateau);
void visit(Archive& archive, CacheSize& cache);
void visit(Archive& archive, ChainReport& report);
void visit(Archive& archive, MeasuredCoreKind& kind);
void visit(Archive& archive, Plan& plan);
void visit(Archive& archive, Roof& roof);
/// Flat into the object at the cursor: identity, work, blocking and traffic of an operator.
void visit_case_fields(Archive& archive, OperatorCase& op);

}  // namespace cachebound::analysis
