// SPDX-License-Identifier: Apache-2.0
#include "analysis/fields.hpp"

namespace cachebound {

using analysis::Archive;
using analysis::field;
using analysis::lenient_field;

void visit(Archive& archive, KindShare& share) {
  archive.object();
  field(archive, "core_kind", share.core_kind);
  field(archive, "probe", share.probe);
  field(archive, "cpus", share.cpus);
  analysis::amount_field(archive, "share", share.share);
}

void visit(Archive& archive, TogetherMeasurement& m) {
  archive.object();
  field(archive, "id", m.id);
  field(archive, "kind", m.kind);
  const bool compute = m.kind == CeilingKind::compute;
  if (compute) field(archive, "dtype", m.dtype);
  lenient_field(archive, "operation", m.operation);
  field(archive, "working_set_bytes", m.working_set);
  lenient_field(archive, "shares", m.shares);
  lenient_field(archive, "notes", m.notes);
  lenient_field(archive, "validity", m.validity);
  field(archive, "error", m.error);
  if (m.error) return;
  field(archive, "quality", m.quality);
  if (compute) field(archive, "flops_per_second", m.flops_per_second);
  if (!compute) field(archive, "bytes_per_second", m.bytes_per_second);
  field(archive, "thread_balance", m.thread_balance);
  lenient_field(archive, "round_rates_per_second", m.round_rates_per_second);
}

}  // namespace cachebound
