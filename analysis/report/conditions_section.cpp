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

std::string groups_text(const std::vector<std::vector<int>>& groups) {
  std::vector<std::string> parts;
  for (const std::vector<int>& group : groups) parts.push_back(cpus_text(group));
  return join(parts, " | ");
}

/// What tells this kind from others, as far as the machine states it.
std::string kind_text(const CoreKind& kind) {
  std::vector<std::string> parts{"cpus " + cpus_text(kind.cpus), isas_text(kind.isas)};
  if (kind.capacity) parts.push_back(fmt::format("capacity {}", *kind.capacity));
  if (kind.highest_clock)
    parts.push_back(fmt::format("cpufreq claims {:.3f} GHz at most", kind.highest_clock->value / 1e9));
  if (!kind.clusters.empty()) parts.push_back("clusters " + groups_text(kind.clusters));
  if (!kind.smt_siblings.empty()) parts.push_back("threads of one core " + groups_text(kind.smt_siblings));
  if (!kind.pmu.empty()) parts.push_back("PMU " + kind.pmu);
  return join(parts, "; ");
}

/// "huge pages: madvise; 1024 of 2 MiB, 1000 free"; pools that nobody filled are left out.
std::string huge_page_text(const HostInfo& host) {
  std::vector<std::string> parts;
  if (!host.huge_pages.empty()) parts.push_back("huge pages: " + host.huge_pages);
  for (const HugePagePool& pool : host.huge_page_pools)
    if (pool.total > 0)
      parts.push_back(
          fmt::format("{} of {}, {} free", pool.total, format_number(number_of(pool.page, Unit::bytes)), pool.free));
  return join(parts, "; ");
}

std::string architecture_text(const HostInfo& host) {
  if (host.emulated) return "emulated";
  const bool same = host.kernel_architecture.empty() || host.kernel_architecture == host.architecture ||
                    host.architecture != "arm" || host.kernel_architecture.starts_with("armv7");
  return same ? "" : "a 32-bit program on a 64-bit kernel (" + host.kernel_architecture + ")";
}

Facts machine_facts(const ReportInput& input) {
  const HostInfo& host = input.machine.host;
  Facts facts;
  for (const CoreKind& kind : host.core_kinds)
    add(facts, "Core kind " + kind.id, kind.model_name.empty() ? "not named" : kind.model_name, kind_text(kind));
  for (const MeasuredCoreKind& kind : input.machine.core_kinds)
    if (kind.measured_cpu >= 0) add(facts, "Measured on", fmt::format("cpu {}", kind.measured_cpu), kind.id);
  for (const MeasuredCoreKind& kind : input.machine.core_kinds)
    if (kind.counters) add(facts, "Counters", describe(*kind.counters), kind.id);
  add(facts, "Board", host.board);
  add(facts, "System", host.os, host.kernel);
  add(facts, "Architecture", host.architecture, architecture_text(host));
  if (host.packages > 1 || host.numa_nodes > 1)
    add(facts, "Sockets", fmt::format("{}", host.packages), fmt::format("{} NUMA nodes", host.numa_nodes));
  if (host.virtual_machine) add(facts, "Virtual machine", host.hypervisor.empty() ? "yes" : host.hypervisor);
  add(facts, "Container", host.container);
  if (host.cpu_quota)
    add(facts, "Processor time", fmt::format("{:.6g} processors at most", *host.cpu_quota), "by the control group");
  if (host.memory_total.value > 0) facts.facts.push_back({"Memory", number_of(host.memory_total, Unit::bytes), ""});
  if (host.page_bytes > 0)
    facts.facts.push_back(
        {"Page", Number{static_cast<double>(host.page_bytes), Unit::bytes, {}, {}}, huge_page_text(host)});
  return facts;
}

Text verdict_cell(Verdict verdict) {
  const Tone tone = verdict == Verdict::ok     ? Tone::good
                    : verdict == Verdict::warn ? Tone::warning
                    : verdict == Verdict::bad  ? Tone::bad
                                               : Tone::muted;
  return {std::string(to_string(verdict)), tone};
}

/// Whether nothing has to be mended, nothing can be, or nobody knows.
std::string without_remedy(Verdict verdict) {
  if (verdict == Verdict::ok) return "nothing to mend";
  return verdict == Verdict::unknown ? "not known" : "nothing from here";
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
                          verdict.remedy.empty() ? Cell{Absent{without_remedy(verdict.verdict)}}
                                                 : Cell{Code{verdict.remedy}}});
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
