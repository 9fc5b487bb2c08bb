// SPDX-License-Identifier: Apache-2.0
#include "microbench/counters/row_counting.hpp"

#include <cerrno>
#include <chrono>
#include <memory>
#include <thread>

#include "catch_compat.hpp"
#include "fake_kernel.hpp"
#include "microbench/counters/derive.hpp"
#include "microbench/counters/fake.hpp"
#include "microbench/counters/software_events.hpp"
#include "microbench/gbench/round_runner.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace
using fixtures::bind;
using fixtures::FakeKernel;

namespace {

CounterReading reading(const std::string& name, double value, bool scaled = false) {
  return {.name = name, .value = value, .time_enabled_ns = 1000, .time_running_ns = 1000, .scaled = scaled};
}

const CounterValue* find(const std::vector<CounterValue>& values, const std::string& name) {
  for (const CounterValue& value : values)
    if (value.name == name) return &value;
  return nullptr;
}

const std::vector<DerivedMetric> metrics{
    {.name = "ipc", .of = "instructions", .over = "cycles", .lines = false, .meaning = ""},
    {.name = "refill_bytes", .of = "refills", .over = "second", .lines = true, .meaning = ""},
    {.name = "bytes_per_beat", .of = "declared_read_bytes", .over = "beats", .lines = false, .meaning = ""}};

/// A plan of one pinned hardware group of a fake kernel.
CountingPlan plan_of(const std::shared_ptr<FakeKernel>& fake) {
  const PerfKernel kernel = bind(fake);
  const std::vector<EncodedEvent> events{encode_event("cycles").value(), encode_event("instructions").value()};
  CountingPlan plan;
  plan.derived = {metrics[0]};
  auto opened = open_perf_group(events, Sharing::pinned, kernel);
  REQUIRE(opened.has_value());
  plan.hardware.push_back({.counters = std::move(opened).value(),
                           .share = [=] { return open_perf_group(events, Sharing::multiplexed, kernel); }});
  return plan;
}

}  // namespace

TEST_CASE("counts become metrics: per iteration, per second, per cycle, per beat", "[counters][derive]") {
  const CountedStretch stretch{
      .iterations = 10, .unit = "iteration", .seconds_per_iteration = 0.5, .declared_read_bytes = 320};
  const auto values =
      derive({reading("cycles", 1000), reading("instructions", 3000), reading("refills", 50), reading("beats", 200)},
             "perf_event", metrics, 64.0, stretch);
  CHECK(*find(values, "refills") == CounterValue{"refills", "perf_event", 5.0, "iteration", false});
  CHECK(*find(values, "ipc") == CounterValue{"ipc", "perf_event", 3.0, "cycles", false});
  CHECK(*find(values, "refill_bytes") == CounterValue{"refill_bytes", "perf_event", 5.0 * 64 / 0.5, "second", false});
  CHECK(*find(values, "bytes_per_beat") == CounterValue{"bytes_per_beat", "perf_event", 16.0, "beats", false});
}

TEST_CASE("what a metric needs and is not there leaves it out", "[counters][derive]") {
  CountedStretch stretch{.iterations = 1, .unit = "call", .seconds_per_iteration = 1.0, .declared_read_bytes = 0.0};
  const auto values =
      derive({reading("cycles", 0), reading("instructions", 5), reading("refills", 1, true), reading("beats", 1)},
             "papi", metrics, std::nullopt, stretch);
  CHECK(find(values, "ipc") == nullptr);
  CHECK(find(values, "refill_bytes") == nullptr);
  CHECK(find(values, "bytes_per_beat") == nullptr);
  CHECK(find(values, "refills")->scaled);
  const auto with_lines = derive({reading("refills", 1, true)}, "papi", metrics, 64.0, stretch);
  CHECK(find(with_lines, "refill_bytes")->scaled);
}

TEST_CASE("software events are per second of wall time, the task clock a share of it", "[counters][derive]") {
  // perf_event was enabled for half a second of two: the time in which the thread had a cpu.
  const auto values =
      per_second({reading("task-clock", 0.5e9), reading("minor-faults", 6)}, "perf_event", Seconds{2.0});
  CHECK(find(values, "task-clock")->value == Approx(0.25));
  CHECK(find(values, "minor-faults")->value == Approx(3.0));
  CHECK(per_second({reading("minor-faults", 6)}, "perf_event", Seconds{0.0}).empty());
}

TEST_CASE("medians over rounds, scaled if one round was", "[counters]") {
  const auto block = [](double value, bool scaled) {
    return CountedValues{.values = {{"ipc", "perf_event", value, "cycles", scaled}}, .notes = {"n"}};
  };
  const CountedValues all = median_of({block(1, false), block(9, true), block(2, false), CountedValues{}});
  REQUIRE(all.values.size() == 1);
  CHECK(all.values[0].value == 2.0);
  CHECK(all.values[0].scaled);
  CHECK(all.notes == std::vector<std::string>{"n"});
}

TEST_CASE("a repetition runs whole iterations under the counters", "[counters][rows]") {
  const auto fake = std::make_shared<FakeKernel>();
  fake->nanoseconds_per_run = 2000000;
  fake->values = {4, 12};
  SteadyClock clock;
  RowCounting counting(plan_of(fake), clock);
  std::size_t ran = 0;
  CountedValues counted;
  counting.repeat({.run = [&](std::size_t n) { ran += n; }}, 0, 1e-3, counted);
  CHECK(ran == 2);
  CHECK(counted.notes.empty());
  CHECK(find(counted.values, "cycles")->value == Approx(2.0));
  CHECK(find(counted.values, "instructions")->value == Approx(6.0));
  CHECK(find(counted.values, "ipc")->value == Approx(3.0));
  CHECK_FALSE(find(counted.values, "ipc")->scaled);
}

TEST_CASE("counters that others hold are shared from then on, and marked as scaled", "[counters][rows]") {
  const auto fake = std::make_shared<FakeKernel>();
  fake->pinned_fails = true;
  fake->values = {1000, 3000};
  SteadyClock clock;
  RowCounting counting(plan_of(fake), clock);
  CountedValues counted;
  // The group runs a quarter of the time.
  counting.repeat({.run =
                       [&](std::size_t) {
                         fake->enabled += 4000;
                         fake->running += 1000;
                       }},
                  0, 1e-3, counted);
  CHECK(counted.notes.empty());
  REQUIRE(find(counted.values, "cycles") != nullptr);
  CHECK(find(counted.values, "cycles")->scaled);
  CHECK(find(counted.values, "cycles")->value == Approx(4000.0 / 2));
  CHECK(find(counted.values, "ipc")->scaled);
  CHECK(fake->opened.back().pinned == 0);
}

TEST_CASE("a row outlives a PMU that disappears: it is measured without counters, and says so", "[counters][rows]") {
  const auto fake = std::make_shared<FakeKernel>();
  fake->nanoseconds_per_run = 1000;
  SteadyClock clock;
  RowCounting counting(plan_of(fake), clock);
  Row row;
  row.id = "fma_f32_scalar";
  row.measure = [&](int round) {
    if (round == 2) fake->gone = ENODEV;  // a cpu goes offline in the third round
    Block block;
    block.seconds_per_iteration = 1e-6;
    block.steps_per_iteration = 1.0;
    block.steps_per_second = 1e9;
    block.samples = 9;
    return block;
  };
  row.repetition = {.run = [](std::size_t) {}};
  RoundEvents events;
  events.counting = &counting;
  const auto gathered = run_rounds({row}, {.stops = {5}}, {}, events, {});
  REQUIRE(gathered.size() == 1);
  CHECK_FALSE(gathered[0].error.has_value());
  REQUIRE(gathered[0].blocks.size() == 5);
  CHECK_FALSE(gathered[0].blocks[1].counted.values.empty());
  CHECK(gathered[0].blocks[4].counted.values.empty());
  const RoundValues values = round_values(gathered[0]);
  CHECK(values.seconds_per_iteration.size() == 5);
  REQUIRE(values.counted.notes.size() == 1);
  CHECK(values.counted.notes[0].find("the PMU is gone") != std::string::npos);
}

TEST_CASE("software events stand around the whole block, on every source", "[counters][rows]") {
  CountingPlan plan;
  auto software = open_software_counters(SoftwareSource::perf_event_then_rusage, real_perf_kernel());
  plan.software = std::move(software.groups);
  SteadyClock clock;
  RowCounting counting(std::move(plan), clock);
  CountedValues counted;
  counting.begin_block();
  std::this_thread::sleep_for(std::chrono::milliseconds(40));
  counting.end_block(counted);
  CHECK(counted.notes.empty());
  const CounterValue* clock_share = find(counted.values, "task-clock");
  REQUIRE(clock_share != nullptr);
  CHECK(clock_share->per == "second");
  CHECK(clock_share->value < 0.5);  // it slept
}

TEST_CASE("a group that does not start leaves the reason in the row, and no count of before", "[counters][rows]") {
  auto fake = std::make_unique<FakeCounters>(std::vector<CounterReading>{reading("minor-faults", 6)});
  FakeCounters& group = *fake;
  CountingPlan plan;
  plan.software.push_back(std::move(fake));
  SteadyClock clock;
  RowCounting counting(std::move(plan), clock);
  for (const bool fails : {true, false}) {
    if (fails) group.start_failure = Error{Reason::not_permitted, "the profile of a container forbids it"};
    if (!fails) group.start_failure.reset();
    CountedValues counted;
    counting.begin_block();
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
    counting.end_block(counted);
    CHECK(counted.values.empty() == fails);
    REQUIRE(counted.notes.empty() != fails);
    if (fails) CHECK(counted.notes[0].find("the profile of a container forbids it") != std::string::npos);
  }
}
