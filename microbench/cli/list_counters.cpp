// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>

#include "microbench/affinity.hpp"
#include "microbench/cli/counting.hpp"
#include "microbench/counters/event_encoding.hpp"
#include "microbench/counters/software_events.hpp"
#include "microbench/host/core_facts.hpp"
#include "microbench/host/file_system.hpp"
#include "microbench/host/kernel_text.hpp"

namespace cachebound::cli {
namespace {

/// "yes", or why this event is not counted here.
std::string answer(const CounterReport& report, const std::string& name) {
  if (std::find(report.counted.begin(), report.counted.end(), name) != report.counted.end()) return "opens";
  const auto refused = std::find_if(report.uncounted.begin(), report.uncounted.end(),
                                    [&](const Uncounted& event) { return event.name == name; });
  if (refused == report.uncounted.end()) return "not asked for";
  const std::string& why = refused->why.detail;
  const std::string named = name + ": ";
  return "no: " + (why.starts_with(named) ? why.substr(named.size()) : why);
}

std::string list_pmus() {
  const auto pmus = read_pmus(RootedFileSystem());
  if (!pmus) return fmt::format("PMUs: {}\n", pmus.error().detail);
  std::string text = "PMUs of the kernel:\n";
  for (const Pmu& pmu : *pmus) {
    text += fmt::format("  {:<22} type {:<4} {}\n", pmu.name, pmu.type,
                        !pmu.core          ? "not of a core"
                        : pmu.cpus.empty() ? "all cpus"
                                           : "cpus " + format_cpu_list(pmu.cpus));
  }
  return text;
}

std::string list_events(const EventFile& file, const CounterReport& report) {
  std::string text = fmt::format("  configs/counters/{}.toml ({}), {} counters\n", file.id, file.name, file.counters);
  for (const EventGroup& group : file.groups) {
    text += fmt::format("  group {}:\n", group.name);
    for (const std::string& name : group.events) {
      const CounterEvent& event = *file.find(name);
      text += fmt::format("    {:<22} {:<26} {}\n", name, describe_encoding(event), answer(report, name));
      text += fmt::format("      {} (note: {})\n", event.meaning, event.pollution);
    }
  }
  for (const DerivedMetric& metric : file.derived) {
    text += fmt::format("  {:<24} {}{} / {}: {}\n", metric.name, metric.of, metric.lines ? " x line" : "", metric.over,
                        metric.meaning);
  }
  return text;
}

std::string list_kind(const CoreKind& kind, const World& world, const EventTable& events) {
  std::string text = fmt::format("counters on {}:\n", kind.id);
  if (kind.cpus.empty()) return text;
  const int cpu = kind.cpus.back();
  const auto pinned = PinnedThread::to(cpu);
  if (!pinned) return text + "  " + pinned.error().detail + "\n";
  const auto plan = open_counting_plan({.source = CounterSource::automatic,
                                        .kind = &kind,
                                        .cpu = cpu,
                                        .emulated = world.host.emulated,
                                        .virtual_machine = world.host.virtual_machine},
                                       events, RootedFileSystem(), real_perf_kernel());
  if (!plan) return text + "  " + plan.error().detail + "\n";
  text += fmt::format("  {}\n", describe(plan->report));
  for (const EventFile& file : events)
    if (file.id == plan->report.events) text += list_events(file, plan->report);
  text += "  software events:\n";
  for (const CountersPtr& group : plan->software) {
    for (const std::string& name : group->names()) text += fmt::format("    {:<22} {}\n", name, group->source());
  }
  for (const Uncounted& event : plan->report.uncounted) {
    if (std::find(software_events.begin(), software_events.end(), event.name) != software_events.end())
      text += fmt::format("    {:<22} {}\n", event.name, answer(plan->report, event.name));
  }
  return text;
}

}  // namespace

std::string list_counters(const World& world) {
  const auto events = built_in_event_files();
  if (!events) return events.error().detail + "\n";
  std::string text = list_pmus();
  for (const CoreKind& kind : world.host.core_kinds)
    text += list_kind(kind, world, *events);
  if (const Status refused = try_papi_event({.name = "instructions", .papi = "PAPI_TOT_INS"}))
    text += fmt::format("PAPI: {}\n", refused->detail);
  else
    text += "PAPI: counts its presets here (--counters papi)\n";
  return text;
}

}  // namespace cachebound::cli
