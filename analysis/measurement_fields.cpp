// SPDX-License-Identifier: Apache-2.0
#include "analysis/fields.hpp"

namespace cachebound {

using analysis::Archive;
using analysis::field;
using analysis::field_if;
using analysis::lenient_field;

void visit(Archive& archive, Traffic& traffic) {
  archive.object();
  field(archive, "level", traffic.level);
  field(archive, "read_bytes", traffic.read);
  field(archive, "write_bytes", traffic.written);
  field(archive, "source", traffic.source);
}

void visit(Archive& archive, AccessCount& count) {
  archive.object();
  field(archive, "form", count.form);
  analysis::amount_field(archive, "count", count.count);
  field(archive, "bytes", count.bytes);
  lenient_field(archive, "probe", count.probe);
}

void visit(Archive& archive, GemmBlocking& blocking) {
  archive.object();
  field(archive, "mr", blocking.mr);
  field(archive, "nr", blocking.nr);
  field(archive, "mc", blocking.mc);
  field(archive, "nc", blocking.nc);
  field(archive, "kc", blocking.kc);
  field(archive, "vector_bytes", blocking.vector_bytes);
}

void visit(Archive& archive, ProbeMeasurement& row) {
  archive.object();
  field(archive, "id", row.id);
  field(archive, "probe", row.probe);
  field(archive, "kind", row.kind);
  field(archive, "dtype", row.dtype);
  field(archive, "isa", row.isa);
  field(archive, "threads", row.threads);
  lenient_field(archive, "operation", row.operation);
  field(archive, "accumulators", row.accumulators);
  field(archive, "access", row.access);
  field(archive, "working_set_bytes", row.working_set);
  field(archive, "apart_bytes", row.apart);
  field(archive, "load_percent", row.load_percent);
  if (row.load_percent) lenient_field(archive, "beside", row.beside);
  field(archive, "thread_balance", row.thread_balance);
  lenient_field(archive, "repro", row.repro);
  lenient_field(archive, "notes", row.notes);
  field(archive, "error", row.error);
  if (row.error) return;
  field(archive, "quality", row.quality);
  field(archive, "cycles_known", row.cycles_known);
  analysis::visit_rates(archive, row);
  if (row.load_percent) lenient_field(archive, "beside_bytes_per_second", row.beside_bytes_per_second);
  field_if(archive, row.cycles_known, "clock_hz", row.clock);
  lenient_field(archive, "chain", row.chain);
  if (archive.reading() || !row.order.empty()) lenient_field(archive, "order", row.order);
  lenient_field(archive, "placement", row.placement);
  lenient_field(archive, "round_rates_per_second", row.round_rates_per_second);
  lenient_field(archive, "round_rates_per_cycle", row.round_rates_per_cycle);
}

}  // namespace cachebound
