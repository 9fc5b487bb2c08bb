// SPDX-License-Identifier: Apache-2.0
// What getrusage and the thread's own clock tell of software events: everywhere, in containers and emulators too.
#include <sys/resource.h>

#include <array>
#include <ctime>
#include <utility>

#include "microbench/counters/software_events.hpp"

namespace cachebound {
namespace {

struct Reading {
  rusage usage{};
  std::uint64_t thread_ns = 0;
  std::uint64_t wall_ns = 0;
};

std::uint64_t nanoseconds(clockid_t clock) {
  timespec now{};
  ::clock_gettime(clock, &now);
  return static_cast<std::uint64_t>(now.tv_sec) * 1000000000U + static_cast<std::uint64_t>(now.tv_nsec);
}

Reading look() {
  Reading reading;
  ::getrusage(RUSAGE_THREAD, &reading.usage);
  reading.thread_ns = nanoseconds(CLOCK_THREAD_CPUTIME_ID);
  reading.wall_ns = nanoseconds(CLOCK_MONOTONIC);
  return reading;
}

struct KnownEvent {
  std::string_view name;
  double (*count)(const Reading&);
};

/// Migrations are not among them: the kernel counts them, but tells nobody outside perf_event and debug files.
constexpr std::array known{
    KnownEvent{"task-clock", [](const Reading& r) { return static_cast<double>(r.thread_ns); }},
    KnownEvent{"minor-faults", [](const Reading& r) { return static_cast<double>(r.usage.ru_minflt); }},
    KnownEvent{"major-faults", [](const Reading& r) { return static_cast<double>(r.usage.ru_majflt); }},
    KnownEvent{"context-switches",
               [](const Reading& r) { return static_cast<double>(r.usage.ru_nvcsw + r.usage.ru_nivcsw); }}};

class RusageCounters final : public Counters {
 public:
  explicit RusageCounters(std::vector<const KnownEvent*> events) : events_(std::move(events)) {}

  [[nodiscard]] std::string source() const override { return "getrusage"; }
  [[nodiscard]] std::vector<std::string> names() const override {
    std::vector<std::string> names;
    for (const KnownEvent* event : events_) names.emplace_back(event->name);
    return names;
  }
  Status start() override {
    stopped_ = false;
    before_ = look();
    return std::nullopt;
  }
  Status stop() override {
    after_ = look();
    stopped_ = true;
    return std::nullopt;
  }
  [[nodiscard]] Result<std::vector<CounterReading>> read() const override {
    if (!stopped_) return Error{Reason::not_found, "getrusage is read after stop()"};
    std::vector<CounterReading> readings;
    const std::uint64_t elapsed = after_.wall_ns - before_.wall_ns;
    for (const KnownEvent* event : events_) {
      readings.push_back({.name = std::string(event->name),
                          .value = event->count(after_) - event->count(before_),
                          .time_enabled_ns = elapsed,
                          .time_running_ns = elapsed,
                          .scaled = false});
    }
    return readings;
  }

 private:
  std::vector<const KnownEvent*> events_;
  Reading before_;
  Reading after_;
  bool stopped_ = false;
};

}  // namespace

Result<CountersPtr> open_rusage_counters(const std::vector<std::string>& names) {
  std::vector<const KnownEvent*> events;
  for (const std::string& name : names) {
    const KnownEvent* found = nullptr;
    for (const KnownEvent& event : known)
      if (event.name == name) found = &event;
    if (found == nullptr) return Error{Reason::not_found, name + ": getrusage does not tell it"};
    events.push_back(found);
  }
  if (events.empty()) return Error{Reason::not_found, "no event was named"};
  return CountersPtr(std::make_unique<RusageCounters>(std::move(events)));
}

}  // namespace cachebound
