// SPDX-License-Identifier: Apache-2.0
#include "analysis/fields.hpp"

namespace cachebound {

using analysis::Archive;
using analysis::field;
using analysis::lenient_field;

void visit(Archive& archive, CounterValue& value) {
  archive.object();
  field(archive, "name", value.name);
  field(archive, "source", value.source);
  analysis::amount_field(archive, "value", value.value);
  field(archive, "per", value.per);
  field(archive, "scaled", value.scaled);
}

void visit(Archive& archive, Uncounted& event) {
  archive.object();
  field(archive, "name", event.name);
  field(archive, "error", event.why);
}

void visit(Archive& archive, CounterReport& report) {
  archive.object();
  field(archive, "source", report.source);
  lenient_field(archive, "pmu", report.pmu);
  lenient_field(archive, "events", report.events);
  lenient_field(archive, "counted", report.counted);
  lenient_field(archive, "uncounted", report.uncounted);
  lenient_field(archive, "remedy", report.remedy);
}

}  // namespace cachebound
