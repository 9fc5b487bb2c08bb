// SPDX-License-Identifier: Apache-2.0
#include "analysis/doctor_document.hpp"

#include "analysis/archive_json.hpp"
#include "analysis/fields.hpp"

namespace cachebound {

// Found by argument-dependent lookup from Archive's templates, hence in the namespace of ConditionVerdict.
void visit(analysis::Archive& archive, ConditionVerdict& verdict) {
  std::string mark(to_string(verdict.verdict));
  archive.object();
  analysis::field(archive, "name", verdict.name);
  analysis::field(archive, "verdict", mark);
  analysis::field(archive, "text", verdict.text);
  analysis::field(archive, "remedy", verdict.remedy);
}

}  // namespace cachebound

namespace cachebound::analysis {

DoctorDocument diagnose(const HostInfo& host, const Conditions& conditions) {
  DoctorDocument document{
      .emulated = host.emulated, .verdicts = judge(conditions), .contradictions = host.contradictions};
  if (host.emulated)
    document.verdicts.push_back(
        {"emulator", Verdict::bad, "the instructions are interpreted: no rate is of hardware", "run on the hardware"});
  document.fit_to_measure = !would_mislead(document.verdicts);
  return document;
}

std::string to_json(const DoctorDocument& document) {
  DoctorDocument copy = document;  // an archive's fields are read and written through the same references
  return write_json(std::string(doctor_schema), [&](Archive& archive) {
    field(archive, "fit_to_measure", copy.fit_to_measure);
    field(archive, "emulated", copy.emulated);
    field(archive, "verdicts", copy.verdicts);
    field(archive, "contradictions", copy.contradictions);
  });
}

}  // namespace cachebound::analysis
