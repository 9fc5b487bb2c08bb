// SPDX-License-Identifier: Apache-2.0
// Each source of software events against truths that need no measurement: pages that are touched, time that is slept.
#include <sys/mman.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <functional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "catch_compat.hpp"
#include "microbench/counters/perf_event.hpp"
#include "microbench/counters/software_events.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

/// The three sources of "minor-faults" and "task-clock" behind the one interface.
Result<CountersPtr> open(const std::string& source, bool faults_lead) {
  std::vector<std::string> names{"minor-faults", "task-clock"};
  if (!faults_lead) std::swap(names[0], names[1]);
  if (source == "perf_event") return open_perf_counters(names);
  if (source == "getrusage") return open_rusage_counters(names);
  std::vector<PapiEvent> events;
  for (const std::string& name : names)
    events.push_back({.name = name, .papi = name == "task-clock" ? "perf::TASK-CLOCK" : "perf::MINOR-FAULTS"});
  return open_papi_counters(events);
}

double value_of(const std::vector<CounterReading>& readings, const std::string& name) {
  const auto found = std::find_if(readings.begin(), readings.end(), [&](const auto& r) { return r.name == name; });
  REQUIRE(found != readings.end());
  CHECK_FALSE(found->scaled);
  return found->value;
}

/// Pages that nobody has touched yet.
class FreshPages {
 public:
  explicit FreshPages(std::size_t pages)
      : page_(static_cast<std::size_t>(::sysconf(_SC_PAGESIZE))),
        bytes_(pages * page_),
        memory_(::mmap(nullptr, bytes_, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)) {
    REQUIRE(memory_ != MAP_FAILED);
    ::madvise(memory_, bytes_, MADV_NOHUGEPAGE);
  }
  ~FreshPages() { ::munmap(memory_, bytes_); }
  FreshPages(const FreshPages&) = delete;
  FreshPages& operator=(const FreshPages&) = delete;

  void touch() const {
    auto* bytes = static_cast<volatile char*>(memory_);
    for (std::size_t at = 0; at < bytes_; at += page_) bytes[at] = 1;
  }

 private:
  std::size_t page_;
  std::size_t bytes_;
  void* memory_;
};

std::vector<CounterReading> during(Counters& counters, const std::function<void()>& work) {
  REQUIRE_FALSE(counters.start().has_value());
  work();
  REQUIRE_FALSE(counters.stop().has_value());
  const auto readings = counters.read();
  REQUIRE(readings.has_value());
  return *readings;
}

}  // namespace

TEST_CASE("touching N fresh pages is N page faults, whoever counts", "[counters][software]") {
  const std::string source = GENERATE("perf_event", "papi", "getrusage");
  const bool leads = GENERATE(true, false);  // a member once missed the whole stretch
  const auto counters = open(source, leads);
  if (!counters) {
    CHECK_FALSE(counters.error().detail.empty());
    CACHEBOUND_SKIP((source + ": " + counters.error().detail).c_str());
  }
  CHECK(counters.value()->source() == source);
  constexpr std::size_t pages = 512;
  const FreshPages fresh(pages);
  const auto first = during(*counters.value(), [&] { fresh.touch(); });
  const auto second = during(*counters.value(), [&] { fresh.touch(); });
  // Code and stack may fault a few times besides, and the address sanitizer reads its shadow: a page for every eight.
  constexpr double besides = 16.0;
  CHECK(value_of(first, "minor-faults") >= static_cast<double>(pages));
  CHECK(value_of(first, "minor-faults") <= static_cast<double>(pages + pages / 8) + besides);
  CHECK(value_of(second, "minor-faults") <= besides);
}

TEST_CASE("the task clock stands still while a thread sleeps, and runs while it works", "[counters][software]") {
  const std::string source = GENERATE("perf_event", "papi", "getrusage");
  const auto counters = open(source, true);
  if (!counters) CACHEBOUND_SKIP((source + ": " + counters.error().detail).c_str());
  const auto nap = std::chrono::milliseconds(50);
  const auto asleep = during(*counters.value(), [&] { std::this_thread::sleep_for(nap); });
  // Falling asleep and waking cost microseconds; an emulator's interpretation of them, and a loaded host, some more.
  constexpr double a_fifth_of_the_nap = 10e6;
  CHECK(value_of(asleep, "task-clock") < a_fifth_of_the_nap);
  const auto awake = during(*counters.value(), [&] {
    const auto end = std::chrono::steady_clock::now() + nap;
    while (std::chrono::steady_clock::now() < end) {
    }
  });
  CHECK(value_of(awake, "task-clock") > value_of(asleep, "task-clock"));
}

TEST_CASE("software events are counted everywhere, each by some source or with a reason", "[counters][software]") {
  const SoftwareCounters counters = open_software_counters(SoftwareSource::perf_event_then_rusage, real_perf_kernel());
  std::vector<std::string> known;
  for (const CountersPtr& group : counters.groups)
    for (const std::string& name : group->names()) known.push_back(name);
  for (const Uncounted& event : counters.uncounted) {
    CHECK_FALSE(event.why.detail.empty());
    known.push_back(event.name);
  }
  std::sort(known.begin(), known.end());
  std::vector<std::string> all(software_events.begin(), software_events.end());
  std::sort(all.begin(), all.end());
  CHECK(known == all);
  // Only migrations may have no source: getrusage tells the rest in containers and under emulators.
  for (const Uncounted& event : counters.uncounted) CHECK(event.name == "cpu-migrations");
}

TEST_CASE("a thread that sleeps is seen to switch", "[counters][software]") {
  const auto counters = open_rusage_counters({"context-switches"});
  REQUIRE(counters.has_value());
  const auto readings = during(*counters.value(), [] {
    for (int i = 0; i < 5; ++i) std::this_thread::sleep_for(std::chrono::milliseconds(1));
  });
  CHECK(value_of(readings, "context-switches") >= 5.0);
  CHECK(open_rusage_counters({"cpu-migrations"}).error().reason == Reason::not_found);
}

TEST_CASE("under an emulator perf_event_open is named as not implemented", "[counters][software]") {
  const int refused = try_software_event(real_perf_kernel());
  if (refused != ENOSYS) CACHEBOUND_SKIP("perf_event_open is implemented here");
  const auto counters = open_perf_counters({"task-clock"});
  REQUIRE_FALSE(counters.has_value());
  CHECK(counters.error().detail.find("not implemented") != std::string::npos);
  const PerfSurroundings around{.paranoid = 2, .emulated = true};
  CHECK(perf_remedy(refused, around).find("an emulator has no counters") != std::string::npos);
}
