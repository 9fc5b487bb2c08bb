// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/perf_event.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <memory>
#include <utility>
#include <vector>

#include "catch_compat.hpp"
#include "fake_kernel.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

using fixtures::bind;
using fixtures::FakeKernel;

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
    fake->refuse = [error](const perf_event_attr& event, int) { return event.type == PERF_TYPE_HARDWARE ? error : 0; };
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

TEST_CASE("a pinned group that gets no counter says so, and counts again when they are free", "[counters][perf]") {
  const auto fake = std::make_shared<FakeKernel>();
  auto counters = open_perf_group({encode_event("cycles").value()}, Sharing::pinned, bind(fake));
  REQUIRE(counters.has_value());
  CHECK(fake->opened[0].pinned == 1);
  fake->pinned_fails = true;
  const Status refused = counters.value()->start();
  REQUIRE(refused.has_value());
  CHECK(refused->reason == Reason::no_resources);
  CHECK(counters.value()->read().error().reason == Reason::no_resources);
  fake->pinned_fails = false;
  fake->nanoseconds_per_run = 1000;
  CHECK_FALSE(counters.value()->start().has_value());
  CHECK_FALSE(counters.value()->stop().has_value());
  CHECK(counters.value()->read().has_value());
}

TEST_CASE("a PMU that disappears is an error of every call, not a crash", "[counters][perf]") {
  const auto fake = std::make_shared<FakeKernel>();
  auto counters = open_perf_group({encode_event("cycles").value()}, Sharing::pinned, bind(fake));
  REQUIRE(counters.has_value());
  REQUIRE_FALSE(counters.value()->start().has_value());
  fake->gone = ENODEV;
  for (const Status& status : {counters.value()->stop(), counters.value()->start()}) {
    REQUIRE(status.has_value());
    CHECK(status->detail.find("the PMU is gone") != std::string::npos);
  }
  CHECK(counters.value()->read().error().detail.find("the PMU is gone") != std::string::npos);
}

TEST_CASE("a group that a core cannot hold is split, each part with the same leader", "[counters][perf]") {
  const auto fake = std::make_shared<FakeKernel>();
  // Three counters: a fourth member is one too many.
  fake->refuse = [&](const perf_event_attr&, int group) {
    return group >= 0 && fake->members_of(group) >= 3 ? EINVAL : 0;
  };
  std::vector<EncodedEvent> events;
  for (const char* name : {"cycles", "raw:0x3", "raw:0x15", "raw:0x17", "raw:0x18"})
    events.push_back(encode_event(name).value());
  std::vector<Uncounted> uncounted;
  const auto groups = accepted_groups(events, bind(fake), uncounted);
  CHECK(uncounted.empty());
  REQUIRE(groups.size() == 2);
  CHECK(groups[0].size() == 3);
  REQUIRE(groups[1].size() == 3);
  CHECK(groups[1][0].name == "cycles");
  CHECK(groups[1][1].name == "raw:0x17");
  CHECK(fake->closed.size() == fake->opened.size());
}
