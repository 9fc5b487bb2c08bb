// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/software_events.hpp"

#include <algorithm>
#include <cctype>

#include "microbench/counters/perf_event.hpp"

namespace cachebound {
namespace {

std::vector<std::string> all_names() { return {software_events.begin(), software_events.end()}; }

/// PAPI's native name: "perf::MINOR-FAULTS"; of what happens in the kernel ":k=1", or it reads zero.
std::string papi_name(const std::string& name) {
  std::string native = "perf::";
  for (const char c : name) native += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  const auto event = encode_event(name);
  return event && event->happens_in_kernel ? native + ":k=1" : native;
}

/// One set, since PAPI runs one at a time; of the events that start alone, since of a whole set it says only that.
void open_by_papi(SoftwareCounters& counters) {
  std::vector<PapiEvent> accepted;
  for (const std::string& name : all_names()) {
    const PapiEvent event{.name = name, .papi = papi_name(name)};
    if (const Status refused = try_papi_event(event)) {
      counters.uncounted.push_back({name, *refused});
    } else {
      accepted.push_back(event);
    }
  }
  if (accepted.empty()) return;
  auto opened = open_papi_counters(accepted);
  if (opened) return counters.groups.push_back(std::move(opened).value());
  for (const PapiEvent& event : accepted) counters.uncounted.push_back({event.name, opened.error()});
}

void open_by_perf(SoftwareCounters& counters, const PerfKernel& kernel) {
  std::vector<EncodedEvent> events;
  for (const std::string& name : all_names()) {
    if (auto event = encode_event(name)) events.push_back(std::move(event).value());
  }
  for (const auto& group : accepted_groups(events, kernel, counters.uncounted)) {
    auto opened = open_perf_group(group, Sharing::multiplexed, kernel);
    if (opened) {
      counters.groups.push_back(std::move(opened).value());
    } else {
      for (const EncodedEvent& event : group) counters.uncounted.push_back({event.name, opened.error()});
    }
  }
}

/// What perf_event refused and getrusage tells.
void complete_by_rusage(SoftwareCounters& counters) {
  std::vector<std::string> told;
  std::erase_if(counters.uncounted, [&](const Uncounted& event) {
    const bool tells = open_rusage_counters({event.name}).has_value();
    if (tells) told.push_back(event.name);
    return tells;
  });
  if (auto opened = open_rusage_counters(told)) counters.groups.push_back(std::move(opened).value());
}

}  // namespace

SoftwareCounters open_software_counters(SoftwareSource source, const PerfKernel& kernel) {
  SoftwareCounters counters;
  if (source == SoftwareSource::papi) {
    open_by_papi(counters);
    return counters;
  }
  open_by_perf(counters, kernel);
  if (source == SoftwareSource::perf_event_then_rusage) complete_by_rusage(counters);
  return counters;
}

}  // namespace cachebound
