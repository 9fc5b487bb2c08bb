// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/perf_event.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <memory>
#include <utility>
#include <vector>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

/// A kernel whose counters stand still unless a test moves them.
struct FakeKernel {
  std::vector<perf_event_attr> opened;
  std::vector<int> groups;
  std::vector<int> closed;
  std::vector<std::pair<unsigned long, unsigned long>> requests;  ///< with their flags
  int refuse_event = -1;                                          ///< index of the event that is refused
  int refusal = 0;
  std::uint64_t enabled = 0, running = 0;
  std::vector<std::uint64_t> values;
};

PerfKernel bind(const std::shared_ptr<FakeKernel>& fake) {
  return {.open =
              [fake](perf_event_attr& attributes, int group) {
                const int index = static_cast<int>(fake->opened.size());
                if (index == fake->refuse_event) return -fake->refusal;
                fake->opened.push_back(attributes);
                fake->groups.push_back(group);
                return 100 + index;
              },
          .read =
              [fake](int, void* buffer, std::size_t size) {
                std::vector<std::uint64_t> words{fake->opened.size(), fake->enabled, fake->running};
                words.insert(words.end(), fake->values.begin(), fake->values.end());
                words.resize(3 + fake->opened.size());
                const std::size_t bytes = words.size() * sizeof(std::uint64_t);
                if (bytes > size) return -static_cast<long>(ENOSPC);
                std::memcpy(buffer, words.data(), bytes);
                return static_cast<long>(bytes);
              },
          .control =
              [fake](int, unsigned long request, unsigned long flag) {
                fake->requests.emplace_back(request, flag);
                return 0;
              },
          .close = [fake](int descriptor) { fake->closed.push_back(descriptor); }};
}

}  // namespace

TEST_CASE("events form one group under the first, and are closed with it", "[counters][perf]") {
  const auto fake = std::make_shared<FakeKernel>();
  {
    const auto counters = open_perf_counters({"cycles", "instructions"}, bind(fake));
    REQUIRE(counters.has_value());
    CHECK(fake->groups == std::vector<int>{-1, 100});
    CHECK(fake->opened[0].disabled == 1);
    CHECK(fake->opened[1].disabled == 0);
    CHECK(fake->opened[0].exclude_kernel == 1);
    CHECK(counters.value()->names() == std::vector<std::string>{"cycles", "instructions"});
  }
  CHECK(fake->closed == std::vector<int>{100, 101});
}

TEST_CASE("a group that ran all the time is counted, not scaled", "[counters][perf]") {
  const auto fake = std::make_shared<FakeKernel>();
  auto counters = open_perf_counters({"cycles", "instructions"}, bind(fake));
  REQUIRE(counters.has_value());
  fake->enabled = fake->running = 500;  // from before
  REQUIRE_FALSE(counters.value()->start().has_value());
  fake->enabled = fake->running = 1500;
  fake->values = {30, 90};
  REQUIRE_FALSE(counters.value()->stop().has_value());
  const auto readings = counters.value()->read();
  REQUIRE(readings.has_value());
  CHECK(
      readings->at(0) ==
      CounterReading{.name = "cycles", .value = 30, .time_enabled_ns = 1000, .time_running_ns = 1000, .scaled = false});
  CHECK(readings->at(1).value == 90);
  using Requests = std::vector<std::pair<unsigned long, unsigned long>>;
  CHECK(fake->requests == Requests{{PERF_EVENT_IOC_DISABLE, 0},
                                   {PERF_EVENT_IOC_RESET, PERF_IOC_FLAG_GROUP},
                                   {PERF_EVENT_IOC_ENABLE, 0},
                                   {PERF_EVENT_IOC_DISABLE, 0}});
}

TEST_CASE("a multiplexed group is marked scaled", "[counters][perf]") {
  const auto fake = std::make_shared<FakeKernel>();
  auto counters = open_perf_counters({"cycles"}, bind(fake));
  REQUIRE(counters.has_value());
  REQUIRE_FALSE(counters.value()->start().has_value());
  fake->enabled = 1000;
  fake->running = 250;
  fake->values = {10};
  const auto readings = counters.value()->read();
  REQUIRE(readings.has_value());
  CHECK(readings->front().scaled);
  CHECK(readings->front().value == Approx(40.0));
}

TEST_CASE("a group that never ran is an error, not a zero", "[counters][perf]") {
  const auto fake = std::make_shared<FakeKernel>();
  auto counters = open_perf_counters({"cycles"}, bind(fake));
  REQUIRE(counters.has_value());
  REQUIRE_FALSE(counters.value()->start().has_value());
  fake->enabled = 1000;
  const auto readings = counters.value()->read();
  REQUIRE_FALSE(readings.has_value());
  CHECK(readings.error().reason == Reason::no_resources);
}

TEST_CASE("each refusal of the kernel names the event and its cause", "[counters][perf]") {
  const auto refused = [](int error) {
    const auto fake = std::make_shared<FakeKernel>();
    fake->refuse_event = 1;
    fake->refusal = error;
    const auto counters = open_perf_counters({"task-clock", "cycles"}, bind(fake));
    REQUIRE_FALSE(counters.has_value());
    CHECK(fake->closed == std::vector<int>{100});
    CHECK(counters.error().detail.starts_with("cycles: "));
    return counters.error();
  };
  CHECK(refused(ENOENT).reason == Reason::not_supported_by_cpu);
  CHECK(refused(EACCES).reason == Reason::not_permitted);
  CHECK(refused(ENOSYS).detail.find("not implemented") != std::string::npos);
  CHECK(refused(EMFILE).reason == Reason::no_resources);
  CHECK(open_perf_counters({}, PerfKernel{}).error().reason == Reason::not_found);
}

TEST_CASE("an event of the kernel itself is opened so that it can see the kernel", "[counters][perf]") {
  const auto fake = std::make_shared<FakeKernel>();
  REQUIRE(open_perf_counters({"context-switches"}, bind(fake)).has_value());
  CHECK(fake->opened[0].exclude_kernel == 0);
}

TEST_CASE("touching N fresh pages is N page faults", "[counters][perf]") {
  // As the leader and as a member: a member once missed the whole stretch.
  const bool leads = GENERATE(true, false);
  auto counters =
      leads ? open_perf_counters({"page-faults", "task-clock"}) : open_perf_counters({"task-clock", "page-faults"});
  const std::size_t faults = leads ? 0 : 1;
  const std::size_t clock = leads ? 1 : 0;
  if (!counters) {
    CHECK_FALSE(counters.error().detail.empty());
    CACHEBOUND_SKIP(counters.error().detail.c_str());
  }
  constexpr std::size_t pages = 512;
  const auto page = static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  void* memory = ::mmap(nullptr, pages * page, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  REQUIRE(memory != MAP_FAILED);
  ::madvise(memory, pages * page, MADV_NOHUGEPAGE);
  auto* bytes = static_cast<volatile char*>(memory);
  REQUIRE_FALSE(counters.value()->start().has_value());
  for (std::size_t i = 0; i < pages; ++i) bytes[i * page] = 1;
  REQUIRE_FALSE(counters.value()->stop().has_value());
  const auto first = counters.value()->read();
  REQUIRE_FALSE(counters.value()->start().has_value());
  for (std::size_t i = 0; i < pages; ++i) bytes[i * page] = 2;
  REQUIRE_FALSE(counters.value()->stop().has_value());
  const auto second = counters.value()->read();
  ::munmap(memory, pages * page);
  REQUIRE(first.has_value());
  REQUIRE(second.has_value());
  CHECK(first->at(faults).name == "page-faults");
  // Code and stack may fault a few times besides, and the address sanitizer reads its shadow: a page for every eight.
  constexpr double besides = 16.0;
  CHECK(first->at(faults).value >= static_cast<double>(pages));
  CHECK(first->at(faults).value <= static_cast<double>(pages + pages / 8) + besides);
  CHECK(second->at(faults).value <= besides);
  CHECK_FALSE(first->at(faults).scaled);
  CHECK(first->at(clock).value == static_cast<double>(first->at(clock).time_running_ns));
}
