// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "analysis/report/phrases.hpp"
#include "analysis/report/sections.hpp"

namespace cachebound::analysis::report {
namespace {

void add(Facts& facts, const std::string& name, const std::string& text, const std::string& detail = {}) {
  if (!text.empty()) facts.facts.push_back({name, Text{text, Tone::plain}, detail});
}

std::string cpus_text(const std::vector<int>& cpus) {
  std::vector<std::string> parts;
  for (std::size_t i = 0; i < cpus.size();) {
    std::size_t last = i;
    while (last + 1 < cpus.size() && cpus[last + 1] == cpus[last] + 1) ++last;
    parts.push_back(last == i ? fmt::format("{}", cpus[i]) : fmt::format("{}-{}", cpus[i], cpus[last]));
    i = last + 1;
  }
  return join(parts, ", ");
}

std::string isas_text(const IsaSet& isas) {
  std::vector<std::string> parts;
  for (const Isa isa : isas) parts.emplace_back(to_string(isa));
  return join(parts, ", ");
}

Facts machine_facts(const ReportInput& input) {
  const HostInfo& host = input.machine.host;
  Facts facts;
  for (const CoreKind& kind : host.core_kinds)
    add(facts, "Core kind " + kind.id, kind.model_name,
        fmt::format("cpus {}; {}", cpus_text(kind.cpus), isas_text(kind.isas)));
  for (const MeasuredCoreKind& kind : input.machine.core_kinds)
    if (kind.measured_cpu >= 0) add(facts, "Measured on", fmt::format("cpu {}", kind.measured_cpu), kind.id);
  for (const MeasuredCoreKind& kind : input.machine.core_kinds)
    if (kind.counters) add(facts, "Counters", describe(*kind.counters), kind.id);
  add(facts, "Board", host.board);
  add(facts, "System", host.os, host.kernel);
  add(facts, "Architecture", host.architecture, host.emulated ? "emulated" : "");
  if (host.virtual_machine) add(facts, "Virtual machine", host.hypervisor.empty() ? "yes" : host.hypervisor);
  if (host.memory_total.value > 0) facts.facts.push_back({"Memory", number_of(host.memory_total, Unit::bytes), ""});
  if (host.page_bytes > 0)
    facts.facts.push_back({"Page", Number{static_cast<double>(host.page_bytes), Unit::bytes, {}, {}},
                           host.huge_pages.empty() ? "" : "huge pages: " + host.huge_pages});
  return facts;
}

Text verdict_cell(Verdict verdict) {
  const Tone tone = verdict == Verdict::ok     ? Tone::good
                    : verdict == Verdict::warn ? Tone::warning
                    : verdict == Verdict::bad  ? Tone::bad
                                               : Tone::muted;
  return {std::string(to_string(verdict)), tone};
}

Table verdict_table(const ReportInput& input) {
  Table table;
  table.id = "conditions";
  table.columns = {{"condition", Align::left, {}, false},
                   {"verdict", Align::left, {}, false},
                   {"what was found", Align::left, {}, false},
                   {"what mends it", Align::left, {}, false}};
  for (const ConditionVerdict& verdict : judge(input.machine.conditions))
    table.rows.push_back({Text{verdict.name, Tone::plain}, verdict_cell(verdict.verdict),
                          Text{verdict.text, Tone::plain},
                          verdict.remedy.empty() ? Cell{Absent{"nothing"}} : Cell{Code{verdict.remedy}}});
  return table;
}

}  // namespace

Section conditions_section(const ReportInput& input) {
  Section section{"conditions", "Machine and conditions", "", false, {}, {}};
  section.blocks.emplace_back(machine_facts(input));
  section.blocks.emplace_back(verdict_table(input));
  return section;
}

}  // namespace cachebound::analysis::report
