// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/perf_event.hpp"

#include <cerrno>
#include <cstring>
#include <utility>

#include "microbench/counters/event_names.hpp"

namespace cachebound {
namespace {

class PerfCounters final : public Counters {
 public:
  PerfCounters(PerfKernel kernel, Sharing sharing) : kernel_(std::move(kernel)), sharing_(sharing) {}
  ~PerfCounters() override {
    for (const int descriptor : descriptors_) kernel_.close(descriptor);
  }

  /// 0, or the errno with which the kernel refuses.
  int add(EncodedEvent event);

  [[nodiscard]] std::string source() const override { return "perf_event"; }
  [[nodiscard]] std::vector<std::string> names() const override { return names_; }
  Status start() override;
  Status stop() override;
  [[nodiscard]] Result<std::vector<CounterReading>> read() const override;

 private:
  [[nodiscard]] int leader() const { return descriptors_.empty() ? -1 : descriptors_.front(); }
  Status control(unsigned long request, unsigned long flag, const char* what);
  [[nodiscard]] Result<std::vector<std::uint64_t>> read_group() const;

  PerfKernel kernel_;
  Sharing sharing_;
  std::vector<int> descriptors_;
  std::vector<std::string> names_;
  std::uint64_t enabled_before_ = 0;
  std::uint64_t running_before_ = 0;
};

int PerfCounters::add(EncodedEvent event) {
  event.attributes = group_attributes(event, descriptors_.empty(), sharing_);
  const int descriptor = kernel_.open(event.attributes, leader());
  if (descriptor < 0) return -descriptor;
  descriptors_.push_back(descriptor);
  names_.push_back(std::move(event.name));
  return 0;
}

/// A PMU whose driver or cpu was taken away answers ENODEV.
Error trouble(const std::string& what, int error) {
  const char* text = error == ENODEV ? "the PMU is gone (a cpu was taken offline?)" : std::strerror(error);
  return {Reason::not_supported_by_cpu, what + ": " + text};
}

Status PerfCounters::control(unsigned long request, unsigned long flag, const char* what) {
  const int result = kernel_.control(leader(), request, flag);
  if (result == 0) return std::nullopt;
  return trouble(what, -result);
}

// The group follows its leader, which alone is enabled and disabled. With PERF_IOC_FLAG_GROUP every member is switched
// off on its own, and one that is switched on again joins only some time later: a member task-clock then read 0.04 to
// 3.1 ms of 4 ms, and page-faults 0 of 64 (Linux 6.18).
constexpr unsigned long leader_only = 0;

Status PerfCounters::start() {
  if (auto refused = control(PERF_EVENT_IOC_DISABLE, leader_only, "stopping the counters")) return refused;
  if (auto refused = control(PERF_EVENT_IOC_RESET, PERF_IOC_FLAG_GROUP, "resetting the counters")) return refused;
  // A reset clears the counts but not the two times: their state now is subtracted from what read() finds.
  auto before = read_group();
  if (!before && before.error().reason == Reason::no_resources) {
    // Once a pinned group could not be scheduled it stays in its error state until it is enabled again.
    if (auto refused = control(PERF_EVENT_IOC_ENABLE, leader_only, "starting the counters")) return refused;
    if (auto refused = control(PERF_EVENT_IOC_DISABLE, leader_only, "stopping the counters")) return refused;
    if (auto refused = control(PERF_EVENT_IOC_RESET, PERF_IOC_FLAG_GROUP, "resetting the counters")) return refused;
    before = read_group();
  }
  if (!before) return before.error();
  enabled_before_ = (*before)[1];
  running_before_ = (*before)[2];
  return control(PERF_EVENT_IOC_ENABLE, leader_only, "starting the counters");
}

Status PerfCounters::stop() { return control(PERF_EVENT_IOC_DISABLE, leader_only, "stopping the counters"); }

/// Layout of PERF_FORMAT_GROUP: number of events, time enabled, time running, then one value per event.
Result<std::vector<std::uint64_t>> PerfCounters::read_group() const {
  std::vector<std::uint64_t> words(3 + names_.size());
  const std::size_t size = words.size() * sizeof(std::uint64_t);
  const long got = kernel_.read(leader(), words.data(), size);
  if (got < 0) return trouble("reading counters", static_cast<int>(-got));
  // End of file: a pinned group that found no counter free.
  if (got == 0) return Error{Reason::no_resources, names_.front() + ": others hold the counters that its group needs"};
  if (static_cast<std::size_t>(got) != size || words[0] != names_.size()) {
    return Error{Reason::malformed, "reading counters: the kernel returned another number of events than was opened"};
  }
  return words;
}

Result<std::vector<CounterReading>> PerfCounters::read() const {
  const auto words = read_group();
  if (!words) return words.error();
  const std::uint64_t enabled = (*words)[1] - enabled_before_;
  const std::uint64_t running = (*words)[2] - running_before_;
  if (running == 0) {
    return Error{Reason::no_resources,
                 names_.front() + ": the group never ran; it may need more counters than the core has"};
  }
  const bool scaled = running < enabled;
  const double factor = scaled ? static_cast<double>(enabled) / static_cast<double>(running) : 1.0;
  std::vector<CounterReading> readings;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    readings.push_back({.name = names_[i],
                        .value = static_cast<double>((*words)[3 + i]) * factor,
                        .time_enabled_ns = enabled,
                        .time_running_ns = running,
                        .scaled = scaled});
  }
  return readings;
}

}  // namespace

perf_event_attr group_attributes(const EncodedEvent& event, bool leads, Sharing sharing) {
  perf_event_attr attributes = event.attributes;
  attributes.read_format = PERF_FORMAT_GROUP | PERF_FORMAT_TOTAL_TIME_ENABLED | PERF_FORMAT_TOTAL_TIME_RUNNING;
  attributes.disabled = leads ? 1 : 0;  // members follow their leader
  attributes.pinned = leads && sharing == Sharing::pinned ? 1 : 0;
  attributes.exclude_kernel = event.happens_in_kernel ? 0 : 1;
  attributes.exclude_hv = 1;
  return attributes;
}

Result<CountersPtr> open_perf_group(const std::vector<EncodedEvent>& events, Sharing sharing,
                                    const PerfKernel& kernel) {
  if (events.empty()) return Error{Reason::not_found, "no event was named"};
  auto counters = std::make_unique<PerfCounters>(kernel, sharing);
  for (const EncodedEvent& event : events) {
    if (const int refused = counters->add(event); refused != 0) return explain_perf_refusal(event.name, refused);
  }
  return CountersPtr(std::move(counters));
}

Result<CountersPtr> open_perf_counters(const std::vector<std::string>& names, const PerfKernel& kernel) {
  std::vector<EncodedEvent> events;
  for (const std::string& name : names) {
    auto event = encode_event(name);
    if (!event) return event.error();
    events.push_back(std::move(event).value());
  }
  return open_perf_group(events, Sharing::multiplexed, kernel);
}

}  // namespace cachebound
