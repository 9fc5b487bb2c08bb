// SPDX-License-Identifier: Apache-2.0
#include "microbench/sampling.hpp"

#include <random>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

/// A simulated core: one kernel iteration takes `kernel_cycles`, one chain step one cycle, at a clock that may wander;
/// a disturbance lengthens a slice.
struct SimulatedCore {
  ManualClock clock;
  ThreadState state{.involuntary_switches = 0, .voluntary_switches = 0, .cpu = 1, .cpu_time = {}};
  double hertz = 3e9;
  double kernel_cycles = 3.0;
  std::function<double()> disturbance = [] { return 1.0; };
  std::function<void()> before_slice = [] {};

  void run(double cycles) {
    before_slice();
    clock.advance({cycles / hertz * disturbance()});
  }
  Work kernel() {
    return [this](std::size_t n) { run(kernel_cycles * static_cast<double>(n)); };
  }
  Work chain() {
    return [this](std::size_t n) { run(64.0 * static_cast<double>(n)); };
  }
  SamplingWorld world() {
    return {.clock = clock, .thread_state = [this] { return state; }};
  }
  Block sample(const SamplingPolicy& policy = {}) { return sample_block(kernel(), chain(), 64.0, policy, world()); }
};

}  // namespace

TEST_CASE("an undisturbed kernel has exactly its cycles, whatever the clock", "[core][sampling]") {
  for (const double hertz : {0.6e9, 1.5e9, 3.7e9}) {
    SimulatedCore core;
    core.hertz = hertz;
    const Block block = core.sample();
    CHECK(block.steps_per_iteration == Approx(3.0).epsilon(1e-9));
    CHECK(block.steps_per_second == Approx(hertz).epsilon(1e-9));
    CHECK(block.dropped == 0);
  }
}

TEST_CASE("slices that the hypervisor lengthens do not bias the result", "[core][sampling]") {
  // One slice in three is up to 5 % long, as seen on shared machines; a ratio of sums would scatter by percents.
  SimulatedCore core;
  std::mt19937 generator(11);
  std::uniform_real_distribution<double> uniform(0.0, 1.0);
  core.disturbance = [&] { return uniform(generator) < 0.35 ? 1.0 + 0.05 * uniform(generator) : 1.0; };
  CHECK(core.sample().steps_per_iteration == Approx(3.0).epsilon(5e-4));
}

TEST_CASE("the rate does not depend on the length of a slice over a factor of ten", "[core][sampling]") {
  for (const double slice_us : {20.0, 60.0, 200.0}) {
    SimulatedCore core;
    SamplingPolicy policy;
    policy.slice = microseconds(slice_us);
    CHECK(core.sample(policy).steps_per_iteration == Approx(3.0).epsilon(1e-9));
  }
}

TEST_CASE("a clock that wanders slowly cancels", "[core][sampling]") {
  SimulatedCore core;
  core.before_slice = [&] { core.hertz *= 1.00005; };
  CHECK(core.sample().steps_per_iteration == Approx(3.0).epsilon(1e-3));
}

TEST_CASE("a sample in whose middle the clock jumps is dropped and counted", "[core][sampling]") {
  SimulatedCore core;
  int slices = -1;  // counted from the start of the sample
  core.before_slice = [&] {
    if (slices >= 0 && ++slices == 16) core.hertz = 2.7e9;
  };
  SamplingWorld world{.clock = core.clock, .thread_state = [&] {
                        if (slices < 0) slices = 0;
                        return core.state;
                      }};
  SamplingPolicy policy;
  policy.samples = 1;
  const Block block = sample_block(core.kernel(), core.chain(), 64.0, policy, world);
  CHECK(block.dropped_clock == 1);
  CHECK(block.samples == 0);
}

TEST_CASE("a pair in which the thread lost its core is discarded and counted", "[core][sampling]") {
  SimulatedCore core;
  int slices = 0;
  core.before_slice = [&] {
    if (++slices == 120) ++core.state.involuntary_switches;
    if (slices == 200) core.state.cpu = 0;
  };
  const Block block = core.sample();
  CHECK(block.lost_pairs == 2);
  CHECK(block.samples == SamplingPolicy{}.samples);
  CHECK(block.steps_per_iteration == Approx(3.0).epsilon(1e-9));
}

TEST_CASE("a switch that costs next to nothing of a long call is let pass", "[core][sampling]") {
  const ThreadState before{.involuntary_switches = 3, .voluntary_switches = 0, .cpu = 1, .cpu_time = {1.0}};
  const ThreadState after{.involuntary_switches = 4, .voluntary_switches = 0, .cpu = 1, .cpu_time = {1.0999}};
  CHECK(disturbance(before, after, {0.1000}) == DropCause::none);
  CHECK(disturbance(before, after, {0.1010}) == DropCause::descheduled);
  ThreadState elsewhere = after;
  elsewhere.cpu = 0;
  CHECK(disturbance(before, elsewhere, {0.1000}) == DropCause::migrated);
}

TEST_CASE("what the thread of a team waits for is part of its work", "[core][sampling]") {
  const ThreadState before{.involuntary_switches = 3, .voluntary_switches = 8, .cpu = 1, .cpu_time = {1.0}};
  ThreadState waited{.involuntary_switches = 3, .voluntary_switches = 90, .cpu = 1, .cpu_time = {1.02}};
  CHECK(disturbance(before, waited, {0.1}) == DropCause::descheduled);
  CHECK(disturbance(before, waited, {0.1}, true) == DropCause::none);
  // Whoever takes its core from it is still seen, and so is another core.
  waited.involuntary_switches = 4;
  CHECK(disturbance(before, waited, {0.1}, true) == DropCause::descheduled);
  waited.cpu = 0;
  CHECK(disturbance(before, waited, {0.1}, true) == DropCause::migrated);
}

TEST_CASE("a sample that lost more than half of its pairs is dropped", "[core][sampling]") {
  SimulatedCore core;
  core.before_slice = [&] { ++core.state.involuntary_switches; };
  const Block descheduled = core.sample();
  CHECK(descheduled.samples == 0);
  CHECK(descheduled.dropped_descheduled == SamplingPolicy{}.samples);
  SimulatedCore wandering;
  wandering.before_slice = [&] { ++wandering.state.cpu; };
  CHECK(wandering.sample().dropped_migrated == SamplingPolicy{}.samples);
}

TEST_CASE("disturbed chain slices cannot make a kernel look faster than it is", "[core][sampling]") {
  // Up to half of the chain slices take twice as long: the ratio of sums would claim a third more speed.
  SimulatedCore core;
  std::mt19937 generator(5);
  std::bernoulli_distribution hit(0.4);
  Work chain = [&](std::size_t n) { core.run(64.0 * static_cast<double>(n) * (hit(generator) ? 2.0 : 1.0)); };
  const Block block = sample_block(core.kernel(), chain, 64.0, {}, core.world());
  REQUIRE(block.samples > 0);
  CHECK(block.steps_per_iteration >= 3.0 * (1.0 - 1e-3));
}

TEST_CASE("page faults in timed slices cost a probe its pair, and are part of an operator's time", "[core][sampling]") {
  for (const bool keep : {false, true}) {
    SimulatedCore core;
    int slices = 0;
    core.before_slice = [&] {
      if (++slices % 100 == 0) core.state.page_faults += 3;
    };
    SamplingPolicy policy;
    policy.keep_faulted = keep;
    const Block block = core.sample(policy);
    CHECK(block.trouble.faulted_pairs > 0.0);
    CHECK(block.trouble.page_faults >= 3.0 * block.trouble.faulted_pairs);
    CHECK(block.dropped == 0);
    core.before_slice = [&] { ++core.state.page_faults; };
    CHECK(core.sample(policy).dropped == (keep ? 0 : policy.samples));
  }
}

TEST_CASE("a first trial that lost its core does not make the slices too short", "[core][sampling]") {
  // With one iteration taken for milliseconds, slices would be a hundred times too short, and the timer's own time in
  // them.
  SimulatedCore core;
  int trials = 0;
  const Work work = [&](std::size_t n) {
    core.clock.advance({3.0 * static_cast<double>(n) / 3e9 + (++trials == 1 ? 4e-3 : 0.0)});
  };
  const std::size_t iterations = iterations_for(work, microseconds(60), core.clock);
  CHECK(static_cast<double>(iterations) == Approx(60e-6 * 1e9).epsilon(0.01));
}

TEST_CASE("a timer that jumps cannot make a kernel look faster, and what it touched is counted", "[core][sampling]") {
  for (unsigned seed = 0; seed < 100; ++seed) {
    SimulatedCore core;
    std::mt19937 generator(seed);
    std::uniform_int_distribution<int> when(2, 250);
    const int jump_at = when(generator);
    const double jump = seed % 2 == 0 ? -0.5 : 0.5;
    int slices = 0;
    core.before_slice = [&] {
      if (slices >= 0) ++slices;
    };
    // The thread's own time is counted by another clock, which does not jump.
    const auto run = [&](double cycles) {
      core.run(cycles);
      core.state.cpu_time += Seconds{cycles / core.hertz};
      if (slices == jump_at) core.clock.advance({jump});
    };
    const Work kernel = [&](std::size_t n) { run(3.0 * static_cast<double>(n)); };
    const Work chain = [&](std::size_t n) { run(64.0 * static_cast<double>(n)); };
    slices = -1;
    const SamplingWorld world{.clock = core.clock, .thread_state = [&] {
                                if (slices < 0) slices = 0;
                                return core.state;
                              }};
    const Block block = sample_block(kernel, chain, 64.0, {}, world);
    INFO("seed " << seed << ", slice " << jump_at);
    CHECK(block.steps_per_iteration == Approx(3.0).epsilon(1e-9));
    CHECK(block.trouble.jumped_pairs == 1.0);
  }
}

namespace {

/// Two members on a simulated machine: member 1 runs `slower` times as long; the states are moved by hand.
struct SimulatedPair {
  ManualClock clock;
  double slower = 1.0;
  std::vector<ThreadState> states{{.cpu = 0}, {.cpu = 1}};

  TimedWork work(double cycles) {
    return [this, cycles](std::size_t n) {
      const Seconds leader{cycles * static_cast<double>(n) / 3e9};
      clock.advance(slower * leader);
      return SliceReading{.duration = slower * leader, .balance = slower};
    };
  }
  Block sample(const std::function<void()>& before_sight = [] {}) {
    const auto sight = [this, before_sight] {
      before_sight();
      std::vector<Sighting> seen;
      for (const ThreadState& state : states) seen.push_back({.at = clock.now(), .state = state});
      return seen;
    };
    return sample_slices(work(3.0), work(64.0), 64.0, {}, clock, sight);
  }
};

}  // namespace

TEST_CASE("a team is as slow as its slowest member, and says how much slower that is", "[core][sampling][team]") {
  SimulatedPair even;
  CHECK(even.sample().balance == Approx(1.0));
  CHECK(even.sample().seconds_per_iteration == Approx(1e-9));
  SimulatedPair uneven;
  uneven.slower = 1.25;
  const Block block = uneven.sample();
  CHECK(block.seconds_per_iteration == Approx(1.25e-9));
  CHECK(block.balance == Approx(1.25));
  // The chain runs on all members too: in cycles of the slowest core nothing has changed.
  CHECK(block.steps_per_iteration == Approx(3.0));
}

TEST_CASE("what happens to any member of a team costs the pair", "[core][sampling][team]") {
  SimulatedPair switched;
  int sights = 0;
  const Block block = switched.sample([&] {
    if (++sights == 5) ++switched.states[1].involuntary_switches;
    if (sights == 9) switched.states[1].cpu = 0;
  });
  CHECK(block.lost_pairs == 2);
  SimulatedPair wandering;
  CHECK(wandering.sample([&] { ++wandering.states[1].cpu; }).dropped_migrated == SamplingPolicy{}.samples);
}
