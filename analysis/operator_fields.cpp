// SPDX-License-Identifier: Apache-2.0
#include "analysis/operator_fields.hpp"
#include "analysis/fields.hpp"

namespace cachebound::analysis {
namespace {

/// "compute", "L1", ..., "DRAM": absent stands for compute.
void bound_field(Archive& archive, std::string_view key, std::optional<Level>& bound) {
  std::string name = bound_name(bound);
  field(archive, key, name);
  if (!archive.reading()) return;
  bound = parse_level(name);
  if (!bound && name != "compute" && archive.descend(key)) {
    archive.fail("a bound: compute, L1, L2, L3 or DRAM");
    archive.ascend();
  }
}

/// Seconds for people beside the picoseconds that are exact; only the latter are read.
void time_field(Archive& archive, const std::string& key, std::int64_t& picoseconds) {
  if (!archive.reading()) {
    Seconds seconds = from_picoseconds(picoseconds);
    field(archive, key + "_seconds", seconds);
  }
  field(archive, key + "_picoseconds", picoseconds);
}

}  // namespace

void visit(Archive& archive, Roof& roof) {
  archive.object();
  bound_field(archive, "bound", roof.level);
  field(archive, "ceiling", roof.ceiling);
  field(archive, "traffic_bytes", roof.traffic);
  field(archive, "source", roof.source);
  field(archive, "intensity_flops_per_byte", roof.intensity);
  field(archive, "cycles", roof.cycles);
  nullable_field(archive, "seconds", roof.seconds);
  field(archive, "attainable_flops_per_second", roof.attainable);
  field(archive, "quality", roof.quality);
  field(archive, "spread", roof.spread);
  field(archive, "loads", roof.loads);
  lenient_field(archive, "missing", roof.missing);
}

void visit(Archive& archive, Placement& placement) {
  archive.object();
  bound_field(archive, "bound", placement.bound);
  field(archive, "ceiling", placement.ceiling);
  field(archive, "attainable_flops_per_second", placement.attainable);
  field(archive, "achieved_flops_per_second", placement.achieved);
  amount_field(archive, "efficiency", placement.efficiency);
  field(archive, "spread", placement.spread);
  field(archive, "ceiling_exceeded", placement.ceiling_exceeded);
  field(archive, "roofs", placement.roofs);
  lenient_field(archive, "notes", placement.notes);
}

void visit(Archive& archive, Cause& value) {
  visit_enum(archive, value, parse_cause, "a cause: peak, l1, l2, l3, dram, no-overlap, packing or threads");
}

void visit(Archive& archive, Term& term) {
  archive.object();
  field(archive, "cause", term.cause);
  if (!archive.reading()) {
    std::optional<Seconds> seconds;
    if (term.picoseconds) seconds = from_picoseconds(*term.picoseconds);
    nullable_field(archive, "seconds", seconds);
  }
  nullable_field(archive, "picoseconds", term.picoseconds);
  field(archive, "evidence", term.evidence);
  lenient_field(archive, "detail", term.detail);
}

void visit(Archive& archive, Attribution& attribution) {
  archive.object();
  time_field(archive, "ideal", attribution.ideal_picoseconds);
  field(archive, "ideal_source", attribution.ideal_source);
  time_field(archive, "measured", attribution.measured_picoseconds);
  field(archive, "terms", attribution.terms);
  time_field(archive, "unexplained", attribution.unexplained_picoseconds);
}

void visit_case_fields(Archive& archive, OperatorCase& op) {
  field(archive, "id", op.id);
  field(archive, "op", op.op);
  field(archive, "backend", op.backend);
  field(archive, "dtype", op.dtype);
  field(archive, "problem", op.problem);
  field(archive, "isa", op.isa);
  field(archive, "threads", op.threads);
  // Files of earlier versions have none: all their rows were warm.
  if (!archive.reading() || archive.has("cache_state")) field(archive, "cache_state", op.cache);
  field(archive, "work_flops", op.work);
  field(archive, "blocking", op.blocking);
  field(archive, "conv_blocking", op.conv_blocking);
  field(archive, "traffic", op.traffic);
  // Files of earlier versions, and rows that nobody traced, have none.
  if (archive.reading() ? archive.has("loads") : !op.loads.empty()) field(archive, "loads", op.loads);
}

void visit(Archive& archive, OperatorRow& row) {
  archive.object();
  OperatorMeasurement& m = row.measurement;
  OperatorCase op = case_of(m);
  visit_case_fields(archive, op);
  if (archive.reading()) {
    m.id = op.id;
    m.op = op.op;
    m.backend = op.backend;
    m.dtype = op.dtype;
    m.problem = op.problem;
    m.isa = op.isa;
    m.threads = op.threads;
    m.cache = op.cache;
    m.work = op.work;
    m.blocking = op.blocking;
    m.conv_blocking = op.conv_blocking;
    m.traffic = op.traffic;
    m.loads = op.loads;
  }
  if (archive.reading() ? archive.has("threads_worked") : m.threads_worked > 0)
    field(archive, "threads_worked", m.threads_worked);
  lenient_field(archive, "implementation", m.implementation);
  lenient_field(archive, "fewer_operations", m.fewer_operations);
  lenient_field(archive, "repro", m.repro);
  lenient_field(archive, "notes", m.notes);
  lenient_field(archive, "validity", m.validity);
  field(archive, "error", m.error);
  if (m.error) {
    // The result may have been right, and its time lost: absent is "not checked", or what the reason says.
    if (archive.reading() ? archive.has("verified") : m.verified) field(archive, "verified", m.verified);
    return;
  }
  if (archive.reading() || !m.counters.empty()) lenient_field(archive, "counters", m.counters);
  field(archive, "verified", m.verified);
  lenient_field(archive, "max_error", m.max_error);
  if (archive.reading() || m.result_elements > 0) {
    lenient_field(archive, "checked_elements", m.checked_elements);
    lenient_field(archive, "result_elements", m.result_elements);
  }
  field(archive, "quality", m.quality);
  field(archive, "seconds", m.seconds);
  lenient_field(archive, "cycles_known", m.cycles_known);
  field_if(archive, m.cycles_known, "cycles", m.cycles);
  field_if(archive, m.cycles_known, "clock_hz", m.clock);
  lenient_field(archive, "chain", m.chain);
  field(archive, "packing_seconds", m.packing_seconds);
  lenient_field(archive, "round_seconds", m.round_seconds);
  field(archive, "placement", row.placement);
  field(archive, "attribution", row.attribution);
  field(archive, "not_placed", row.not_placed);
}

void visit(Archive& archive, OperatorTable& table) {
  lenient_field(archive, "created", table.created);
  lenient_field(archive, "cpu", table.cpu);
  lenient_field(archive, "plan", table.plan);
  lenient_field(archive, "completed", table.completed);
  lenient_field(archive, "findings", table.findings);
  field(archive, "rows", table.rows);
}

void visit(Archive& archive, Prediction& prediction) {
  archive.object();
  visit_case_fields(archive, prediction.op);
  field(archive, "error", prediction.error);
  if (prediction.error) return;
  bound_field(archive, "bound", prediction.bound);
  field(archive, "ceiling", prediction.ceiling);
  field(archive, "clock_hz", prediction.clock);
  field(archive, "cycles", prediction.cycles);
  field(archive, "seconds", prediction.seconds);
  field(archive, "attainable_flops_per_second", prediction.attainable);
  field(archive, "roofs", prediction.roofs);
}

void visit(Archive& archive, PredictionTable& table) {
  lenient_field(archive, "created", table.created);
  lenient_field(archive, "core_kind", table.core_kind);
  field(archive, "rows", table.rows);
}

}  // namespace cachebound::analysis
