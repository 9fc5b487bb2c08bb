// SPDX-License-Identifier: Apache-2.0
#include "microbench/thread_team.hpp"

#include <algorithm>
#include <atomic>
#include <thread>

#include "catch_compat.hpp"
#include "microbench/affinity.hpp"
#include "microbench/spin_barrier.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

/// `size` entries, one cpu after the other, again from the first where there are too few.
std::vector<int> some_cpus(std::size_t size) {
  const std::vector<int> allowed = allowed_cpus();
  std::vector<int> cpus;
  for (std::size_t i = 0; i < size && !allowed.empty(); ++i) cpus.push_back(allowed[i % allowed.size()]);
  return cpus;
}

/// Where threads cannot be pinned at all (an emulator, a sandbox) there is no team to test.
bool can_pin() {
  const std::vector<int> allowed = allowed_cpus();
  return !allowed.empty() && PinnedThread::to(allowed.front()).has_value();
}

}  // namespace

TEST_CASE("every member runs once per call, with its number and the iterations asked for", "[core][team]") {
  if (!can_pin()) CACHEBOUND_SKIP("threads cannot be pinned here");
  for (const std::size_t size : {1U, 2U, 5U}) {
    SteadyClock clock;
    auto team = ThreadTeam::on(some_cpus(size), clock);
    REQUIRE(team);
    REQUIRE(team->size() == size);
    std::vector<std::size_t> calls(size, 0);
    std::vector<std::size_t> iterations(size, 0);
    for (std::size_t call = 1; call <= 20; ++call) {
      const auto& spans = team.value().run(
          [&](std::size_t member, std::size_t n) {
            ++calls[member];
            iterations[member] = n;
          },
          call);
      REQUIRE(spans.size() == size);
      for (const MemberSpan& span : spans) CHECK(span.end >= span.begin);
      // What the members wrote is there when the call returns, and a call has ended before the next begins.
      CHECK(calls == std::vector<std::size_t>(size, call));
      CHECK(iterations == std::vector<std::size_t>(size, call));
    }
  }
}

TEST_CASE("members are threads of their own, each on its cpu; the leader is the caller", "[core][team]") {
  if (!can_pin()) CACHEBOUND_SKIP("threads cannot be pinned here");
  const std::vector<int> cpus = some_cpus(2);
  const auto leader = PinnedThread::to(cpus[0]);
  REQUIRE(leader);
  SteadyClock clock;
  auto team = ThreadTeam::on(cpus, clock);
  REQUIRE(team);
  std::vector<std::thread::id> ids(2);
  std::vector<int> seen(2, -1);
  team.value().run(
      [&](std::size_t member, std::size_t) {
        ids[member] = std::this_thread::get_id();
        seen[member] = current_cpu();
      },
      1);
  CHECK(ids[0] == std::this_thread::get_id());
  CHECK(ids[1] != ids[0]);
  for (std::size_t member = 0; member < 2; ++member) {
    if (seen[member] >= 0) CHECK(seen[member] == cpus[member]);
  }
}

TEST_CASE("the spans of one call follow those of the last", "[core][team]") {
  if (!can_pin()) CACHEBOUND_SKIP("threads cannot be pinned here");
  SteadyClock clock;
  auto team = ThreadTeam::on(some_cpus(3), clock);
  REQUIRE(team);
  Seconds last_end{};
  for (int call = 0; call < 50; ++call) {
    Seconds end = last_end;
    for (const MemberSpan& span : team.value().run([](std::size_t, std::size_t) {}, 0)) {
      CHECK(span.begin >= last_end);
      end = std::max(end, span.end);
    }
    last_end = end;
  }
}

TEST_CASE("more threads than cpus come to an end", "[core][team]") {
  if (!can_pin()) CACHEBOUND_SKIP("threads cannot be pinned here");
  const int cpu = allowed_cpus().front();
  const auto leader = PinnedThread::to(cpu);
  REQUIRE(leader);
  SteadyClock clock;
  auto team = ThreadTeam::on({cpu, cpu}, clock);
  REQUIRE(team);
  std::atomic<int> runs{0};
  for (int call = 0; call < 20; ++call) team.value().run([&](std::size_t, std::size_t) { runs.fetch_add(1); }, 0);
  CHECK(runs.load() == 40);
}

TEST_CASE("a cpu that is not there is an error, and the members that were made are gone", "[core][team]") {
  if (!can_pin()) CACHEBOUND_SKIP("threads cannot be pinned here");
  SteadyClock clock;
  const int here = allowed_cpus().front();
  const int nowhere = 1 << 17;
  const auto team = ThreadTeam::on({here, here, nowhere}, clock);
  REQUIRE_FALSE(team);
  CHECK(team.error().reason == Reason::no_resources);
  CHECK(team.error().detail.find(std::to_string(nowhere)) != std::string::npos);
  CHECK_FALSE(ThreadTeam::on({}, clock));
}

TEST_CASE("a team that never ran ends, and so does one that was moved", "[core][team]") {
  if (!can_pin()) CACHEBOUND_SKIP("threads cannot be pinned here");
  SteadyClock clock;
  { const auto idle = ThreadTeam::on(some_cpus(2), clock); }
  auto made = ThreadTeam::on(some_cpus(2), clock);
  REQUIRE(made);
  ThreadTeam team = std::move(made).value();
  int led = 0;
  team.run(
      [&](std::size_t member, std::size_t) {
        if (member == 0) ++led;
      },
      0);
  CHECK(led == 1);
}

TEST_CASE("a slice lasts from the first start to the last end, and balance is over own times", "[core][team]") {
  const SliceReading together = reading_of({{{1.0}, {1.5}}, {{1.0}, {1.4}}});
  CHECK(together.duration.value == Approx(0.5));
  CHECK(together.balance == Approx(1.25));
  // One after the other is no parallel speed, however short each was.
  const SliceReading apart = reading_of({{{0.0}, {1.0}}, {{1.0}, {2.0}}});
  CHECK(apart.duration.value == Approx(2.0));
  CHECK(apart.balance == Approx(1.0));
  CHECK(reading_of({{{3.0}, {4.0}}}).balance == 1.0);
  CHECK(reading_of({{{3.0}, {3.0}}, {{3.0}, {4.0}}}).balance == 1.0);  // a clock too coarse says nothing
}

TEST_CASE("an abandoned barrier holds nobody", "[core][team]") {
  SpinBarrier barrier(2);
  bool opened = true;
  std::thread waiting([&] { opened = barrier.arrive_and_wait(); });
  barrier.abandon();
  waiting.join();
  CHECK_FALSE(opened);
  CHECK_FALSE(barrier.arrive_and_wait());
}
