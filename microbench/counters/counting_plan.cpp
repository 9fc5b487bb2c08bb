// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/counting_plan.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/counters/software_events.hpp"
#include "microbench/host/core_facts.hpp"

namespace cachebound {
namespace {

/// An event of two groups is named once, and one that any group counts not at all.
void name_once(CounterReport& report) {
  std::vector<Uncounted> once;
  for (const Uncounted& event : report.uncounted) {
    const bool counted = std::find(report.counted.begin(), report.counted.end(), event.name) != report.counted.end();
    const bool named = std::any_of(once.begin(), once.end(), [&](const auto& each) { return each.name == event.name; });
    if (!counted && !named) once.push_back(event);
  }
  report.uncounted = std::move(once);
}

void add_names(std::vector<std::string>& counted, const Counters& counters) {
  for (std::string& name : counters.names()) {
    if (std::find(counted.begin(), counted.end(), name) == counted.end()) counted.push_back(std::move(name));
  }
}

const EventFile* find_by_id(const EventTable& events, std::string_view id) {
  const auto found = std::find_if(events.begin(), events.end(), [&](const EventFile& file) { return file.id == id; });
  return found == events.end() ? nullptr : &*found;
}

void use(CountingPlan& plan, const EventFile& file) {
  plan.derived = file.derived;
  plan.line_bytes = file.line_bytes;
  plan.report.events = file.id;
}

void open_perf_hardware(CountingPlan& plan, const CountingRequest& request, const EventTable& events,
                        const FileSystem& files, const PerfKernel& kernel) {
  const auto cores = built_in_core_facts();
  const CoreFacts* core = cores && request.kind != nullptr ? find_core(*cores, *request.kind) : nullptr;
  // A kind whose identity is contradicted keeps its bare numbers for an id: its model's event numbers may be another's.
  if (core != nullptr && request.kind->id != core->id && !request.kind->id.starts_with(core->id + "-cpu"))
    core = nullptr;
  const EventFile* file = find_events(events, core);
  if (file == nullptr) return;
  use(plan, *file);
  const auto pmus = read_pmus(files);
  auto pmu = pmus ? pmu_of_cpu(*pmus, request.cpu) : Result<Pmu>(pmus.error());
  if (pmu) plan.report.pmu = pmu->name;
  const PmuChoice choice{.pmu = pmu ? &pmu.value() : nullptr, .among_several = pmus && is_heterogeneous(*pmus)};
  for (const EncodedGroup& group : encode_groups(*file, choice, plan.report.uncounted)) {
    for (const auto& accepted : accepted_groups(group.events, kernel, plan.report.uncounted)) {
      auto opened = open_perf_group(accepted, Sharing::pinned, kernel);
      if (!opened) {
        for (const EncodedEvent& event : accepted) plan.report.uncounted.push_back({event.name, opened.error()});
        continue;
      }
      plan.hardware.push_back({.counters = std::move(opened).value(), .share = [accepted, kernel] {
                                 return open_perf_group(accepted, Sharing::multiplexed, kernel);
                               }});
    }
  }
}

void open_papi_hardware(CountingPlan& plan, const EventTable& events) {
  const EventFile* file = find_by_id(events, "papi");
  if (file == nullptr) return;
  use(plan, *file);
  for (const EventGroup& group : file->groups) {
    std::vector<PapiEvent> accepted;
    for (const std::string& name : group.events) {
      const PapiEvent event{.name = name, .papi = file->find(name)->papi};
      if (const Status refused = try_papi_event(event)) {
        plan.report.uncounted.push_back({name, *refused});
      } else {
        accepted.push_back(event);
      }
    }
    if (accepted.empty()) continue;
    auto opened = open_papi_counters(accepted);
    if (opened) {
      plan.hardware.push_back({.counters = std::move(opened).value(), .share = {}});
    } else {
      for (const PapiEvent& event : accepted) plan.report.uncounted.push_back({event.name, opened.error()});
    }
  }
}

SoftwareSource software_source(CounterSource source) {
  if (source == CounterSource::papi) return SoftwareSource::papi;
  return source == CounterSource::perf ? SoftwareSource::perf_event : SoftwareSource::perf_event_then_rusage;
}

}  // namespace

std::optional<CounterSource> parse_counter_source(std::string_view text) {
  if (text == "auto") return CounterSource::automatic;
  if (text == "perf") return CounterSource::perf;
  if (text == "papi") return CounterSource::papi;
  if (text == "none") return CounterSource::none;
  return std::nullopt;
}

std::vector<EncodedGroup> encode_groups(const EventFile& file, const PmuChoice& choice,
                                        std::vector<Uncounted>& uncounted) {
  std::vector<EncodedGroup> groups;
  for (const EventGroup& group : file.groups) {
    EncodedGroup encoded{.name = group.name, .events = {}};
    for (const std::string& name : group.events) {
      auto event = encode_for(*file.find(name), choice);
      if (event) {
        encoded.events.push_back(std::move(event).value());
      } else {
        uncounted.push_back({name, event.error()});
      }
    }
    if (!encoded.events.empty()) groups.push_back(std::move(encoded));
  }
  return groups;
}

Result<CountingPlan> open_counting_plan(const CountingRequest& request, const EventTable& events,
                                        const FileSystem& files, const PerfKernel& kernel) {
  CountingPlan plan;
  plan.report.source = "none";
  if (request.source == CounterSource::none) return plan;
  if (request.source == CounterSource::papi) {
    open_papi_hardware(plan, events);
  } else {
    open_perf_hardware(plan, request, events, files, kernel);
  }
  for (const HardwareGroup& group : plan.hardware) add_names(plan.report.counted, *group.counters);
  if (!plan.hardware.empty()) {
    plan.report.source = plan.hardware.front().counters->source();
  } else if (request.source != CounterSource::papi) {
    PerfSurroundings around = read_perf_surroundings(files);
    around.emulated = request.emulated;
    around.virtual_machine = request.virtual_machine;
    plan.report.remedy = perf_remedy(try_hardware_event(kernel), around);
  }
  SoftwareCounters software = open_software_counters(software_source(request.source), kernel);
  plan.software = std::move(software.groups);
  for (const CountersPtr& group : plan.software) add_names(plan.report.counted, *group);
  plan.report.uncounted.insert(plan.report.uncounted.end(), software.uncounted.begin(), software.uncounted.end());
  name_once(plan.report);
  const bool insisted = request.source != CounterSource::automatic;
  if (insisted && plan.report.counted.empty()) {
    return Error{Reason::not_supported_by_cpu,
                 fmt::format("--counters {}: nothing can be counted ({})",
                             request.source == CounterSource::papi ? "papi" : "perf", describe(plan.report))};
  }
  return plan;
}

}  // namespace cachebound
