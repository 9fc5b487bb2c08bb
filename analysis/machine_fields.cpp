// SPDX-License-Identifier: Apache-2.0
#include "analysis/fields.hpp"

namespace cachebound::analysis {

namespace {

std::string_view per_cycle_key(CeilingKind kind) {
  switch (kind) {
    case CeilingKind::compute:
    case CeilingKind::mixed:
      return "flops_per_cycle";
    case CeilingKind::memory:
      return "bytes_per_cycle";
    case CeilingKind::load_slots:
      return "loads_per_cycle";
    case CeilingKind::latency:
      break;
  }
  return "latency_cycles";
}

}  // namespace

void visit(Archive& archive, Ceiling& ceiling) {
  archive.object();
  field(archive, "id", ceiling.id);
  field(archive, "kind", ceiling.kind);
  const bool compute = ceiling.kind == CeilingKind::compute;
  if (compute) field(archive, "dtype", ceiling.dtype);
  field(archive, "isa", ceiling.isa);
  field(archive, "threads", ceiling.threads);
  if (compute) lenient_field(archive, "operation", ceiling.operation);
  field(archive, "level", ceiling.level);
  field(archive, "access", ceiling.access);
  lenient_field(archive, "probe", ceiling.probe);
  lenient_field(archive, "row", ceiling.row);
  lenient_field(archive, "contenders", ceiling.contenders);
  field(archive, "working_set_bytes", ceiling.working_set);
  field(archive, "thread_balance", ceiling.thread_balance);
  lenient_field(archive, "repro", ceiling.repro);
  lenient_field(archive, "notes", ceiling.notes);
  field(archive, "error", ceiling.error);
  if (ceiling.error) return;
  field(archive, "quality", ceiling.quality);
  // A file made by hand may state a rate per cycle, or per second, without the key that says so.
  if (archive.reading()) ceiling.cycles_known = archive.has(per_cycle_key(ceiling.kind));
  lenient_field(archive, "cycles_known", ceiling.cycles_known);
  visit_rates(archive, ceiling);
  if (compute) nullable_field(archive, "datasheet_flops_per_cycle", ceiling.datasheet_flops_per_cycle);
  if (ceiling.kind == CeilingKind::memory)
    nullable_field(archive, "datasheet_bytes_per_cycle", ceiling.datasheet_bytes_per_cycle);
  if (ceiling.kind == CeilingKind::load_slots)
    nullable_field(archive, "datasheet_loads_per_cycle", ceiling.datasheet_loads_per_cycle);
  if (ceiling.kind == CeilingKind::latency)
    nullable_field(archive, "datasheet_latency_cycles", ceiling.datasheet_latency_cycles);
  field_if(archive, ceiling.cycles_known, "clock_hz", ceiling.clock);
  lenient_field(archive, "chain", ceiling.chain);
  lenient_field(archive, "placement", ceiling.placement);
}

void visit(Archive& archive, LevelPlateau& plateau) {
  archive.object();
  field(archive, "level", plateau.level);
  field(archive, "first_bytes", plateau.first);
  field(archive, "last_bytes", plateau.last);
  field(archive, "beyond_bytes", plateau.beyond);
  amount_field(archive, "rate", plateau.rate);
  field(archive, "rate_is_per_cycle", plateau.per_cycle);
  lenient_field(archive, "detail", plateau.detail);
}

void visit(Archive& archive, CacheSize& cache) {
  archive.object();
  field(archive, "level", cache.level);
  field(archive, "size_bytes", cache.size);
  field(archive, "at_most_bytes", cache.at_most);
  field(archive, "line_bytes", cache.line);
  field(archive, "source", cache.source);
  lenient_field(archive, "method", cache.method);
}

void visit(Archive& archive, ChainEntry& chain) {
  archive.object();
  field(archive, "id", chain.id);
  field(archive, "nominal_latency_cycles", chain.nominal_latency_cycles);
  field(archive, "latency_cycles", chain.latency_cycles);
  field(archive, "clock_hz", chain.clock);
  field(archive, "trusted", chain.trusted);
  lenient_field(archive, "note", chain.note);
}

void visit(Archive& archive, ChainReport& report) {
  archive.object();
  field(archive, "chains", report.chains);
  field(archive, "first", report.first);
  field(archive, "second", report.second);
  nullable_field(archive, "agreement", report.agreement);
  field(archive, "cycles_known", report.cycles_known);
  nullable_field(archive, "add_imm_claims_clock_hz", report.add_imm_claim);
  lenient_field(archive, "detail", report.detail);
}

void visit(Archive& archive, SustainedPoint& point) {
  archive.object();
  field(archive, "at_seconds", point.at);
  field(archive, "flops_per_second", point.rate);
  field(archive, "clock_hz", point.clock);
  field(archive, "temperature_celsius", point.temperature_celsius);
}

void visit(Archive& archive, SustainedPeak& peak) {
  archive.object();
  field(archive, "probe", peak.probe);
  field(archive, "threads", peak.threads);
  lenient_field(archive, "points", peak.points);
  field(archive, "error", peak.error);
}

void visit(Archive& archive, MeasuredCoreKind& kind) {
  archive.object();
  field(archive, "id", kind.id);
  field(archive, "cpus", kind.cpus);
  lenient_field(archive, "measured_cpu", kind.measured_cpu);
  lenient_field(archive, "clock_hz", kind.clock);
  lenient_field(archive, "caches", kind.caches);
  lenient_field(archive, "levels", kind.levels);
  lenient_field(archive, "dram_note", kind.dram_note);
  field(archive, "ceilings", kind.ceilings);
  lenient_field(archive, "chains", kind.chains);
  lenient_field(archive, "measurements", kind.measurements);
  lenient_field(archive, "sustained", kind.sustained);
}

void visit(Archive& archive, Plan& plan) {
  archive.object();
  lenient_field(archive, "command", plan.command);
  lenient_field(archive, "suite", plan.suite);
  lenient_field(archive, "threads", plan.threads);
  lenient_field(archive, "rows", plan.rows);
  lenient_field(archive, "rounds", plan.rounds);
}

}  // namespace cachebound::analysis
