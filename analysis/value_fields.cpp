// SPDX-License-Identifier: Apache-2.0
#include "analysis/archive.hpp"

namespace cachebound::analysis {

void visit(Archive& archive, DType& value) {
  visit_enum(archive, value, parse_dtype, "a data type: f32, f64, f16, bf16, i8 or b1");
}
void visit(Archive& archive, Level& value) { visit_enum(archive, value, parse_level, "a level: L1, L2, L3 or DRAM"); }
void visit(Archive& archive, Access& value) {
  visit_enum(archive, value, parse_access, "an access such as read, write, copy");
}
void visit(Archive& archive, CeilingKind& value) {
  visit_enum(archive, value, parse_ceiling_kind, "a kind: compute, memory, load-slots, latency or mixed");
}
void visit(Archive& archive, Quality& value) {
  visit_enum(archive, value, parse_quality, "a quality: stable, noisy, throttled, emulated or host-shared");
}
void visit(Archive& archive, TrafficSource& value) {
  visit_enum(archive, value, parse_traffic_source, "a source: counted, traced, modelled or compulsory");
}
void visit(Archive& archive, CacheState& value) {
  visit_enum(archive, value, parse_cache_state, "a state: warm, cold-weights or cold-all");
}
void visit(Archive& archive, Isa& value) {
  visit_enum(archive, value, parse_isa, "an instruction set such as avx2, avx512, neon or sve");
}
void visit(Archive& archive, Reason& value) {
  visit_enum(archive, value, parse_reason, "a reason such as not_found or not_supported_by_cpu");
}

void visit(Archive& archive, Error& value) {
  archive.object();
  field(archive, "reason", value.reason);
  field(archive, "detail", value.detail);
}

}  // namespace cachebound::analysis
