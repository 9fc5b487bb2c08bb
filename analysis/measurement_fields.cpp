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

void visit(Archive& archive, Sign& sign) {
  analysis::visit_enum(archive, sign, parse_sign, "a sign such as stolen or throttled");
}

void visit(Archive& archive, ValiditySign& sign) {
  archive.object();
  field(archive, "sign", sign.sign);
  analysis::amount_field(archive, "count", sign.count);
  if (!archive.reading()) {
    std::string unit(unit_of(sign.sign));
    field(archive, "unit", unit);
  }
  field(archive, "rounds", sign.rounds);
  field(archive, "spoils", sign.spoils);
  if (archive.reading() || !sign.detail.empty()) lenient_field(archive, "detail", sign.detail);
}

void visit(Archive& archive, ConvBlocking& blocking) {
  archive.object();
  field(archive, "width", blocking.width);
  field(archive, "outputs", blocking.outputs);
  field(archive, "channels", blocking.channels);
  field(archive, "pixels_per_load", blocking.pixels_per_load);
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
  analysis::expect(archive, "load_percent", row.load_percent.value_or(0) >= 0 && row.load_percent.value_or(0) <= 100,
                   "a share from 0 to 100");
  if (row.load_percent) lenient_field(archive, "beside", row.beside);
  field(archive, "thread_balance", row.thread_balance);
  lenient_field(archive, "repro", row.repro);
  lenient_field(archive, "notes", row.notes);
  lenient_field(archive, "validity", row.validity);
  field(archive, "error", row.error);
  if (row.error) return;
  if (archive.reading() || !row.counters.empty()) lenient_field(archive, "counters", row.counters);
  field(archive, "quality", row.quality);
  field(archive, "cycles_known", row.cycles_known);
  analysis::visit_rates(archive, row);
  if (row.load_percent) lenient_field(archive, "beside_bytes_per_second", row.beside_bytes_per_second);
  field_if(archive, row.cycles_known, "clock_hz", row.clock);
  lenient_field(archive, "chain", row.chain);
  if (archive.reading() || !row.order.empty()) lenient_field(archive, "order", row.order);
  analysis::expect(archive, "order", row.order.empty() || row.order == "ascending" || row.order == "halves in turns",
                   "ascending or halves in turns");
  lenient_field(archive, "placement", row.placement);
  lenient_field(archive, "round_rates_per_second", row.round_rates_per_second);
  lenient_field(archive, "round_rates_per_cycle", row.round_rates_per_cycle);
}

}  // namespace cachebound
