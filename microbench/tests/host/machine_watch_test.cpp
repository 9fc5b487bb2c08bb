// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/machine_watch.hpp"

#include <fmt/format.h>

#include "catch_compat.hpp"
#include "microbench/trouble.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

/// A machine of three cpus whose /proc/stat is moved by hand, in ticks of 10 ms.
struct Watched {
  std::shared_ptr<FakeFileSystem> files = std::make_shared<FakeFileSystem>();
  ManualClock clock;
  std::array<long, 3> busy{}, stolen{};
  Seconds own{};
  std::unique_ptr<MachineWatch> watch;

  void start(std::vector<int> cpus = {1}) {
    write();
    watch = std::make_unique<MachineWatch>(files, clock, std::move(cpus), [this] { return own; });
  }
  void write() {
    std::string text = "cpu  1 2 3\n";
    for (std::size_t i = 0; i < busy.size(); ++i)
      text += fmt::format("cpu{} {} 0 0 900 0 0 0 {}\n", i, busy[i], stolen[i]);
    files->add("/proc/stat", text + "intr 1 2 3\n");
  }
  /// A block of `ticks`, all of which this process used on cpu 1.
  Trouble block(long ticks = 10, int threads = 1) {
    clock.advance(static_cast<double>(ticks) * activity_tick);
    busy[1] += ticks;
    own += static_cast<double>(ticks) * activity_tick;
    write();
    Block block;
    watch->after_block(block, threads);
    return block.trouble;
  }
};

}  // namespace

TEST_CASE("a machine on which only this process runs shows nothing", "[host][watch]") {
  Watched machine;
  machine.start();
  for (int i = 0; i < 30; ++i) {
    const Trouble trouble = machine.block();
    CHECK(trouble.stolen_share == 0.0);
    CHECK(trouble.others_share == 0.0);
    CHECK(trouble.neighbours == 0.0);
  }
}

TEST_CASE("steal is a share of the last second, and a single tick says nothing", "[host][watch]") {
  Watched machine;
  machine.start();
  machine.stolen[1] += 1;
  CHECK(machine.block().stolen_share == 0.0);
  machine.stolen[0] += 50;  // of another cpu
  CHECK(machine.block().stolen_share == 0.0);
  for (int i = 0; i < 10; ++i) machine.block();
  machine.stolen[1] += 5;
  CHECK(machine.block().stolen_share == Approx(0.05).epsilon(0.11));
  for (int i = 0; i < 11; ++i) machine.block();
  CHECK(machine.block().stolen_share == 0.0);
}

TEST_CASE("another task on the core, and on its hardware sibling, is told from ours", "[host][watch]") {
  Watched machine;
  machine.files->add("/sys/devices/system/cpu/cpu1/topology/core_cpus_list", "1-2\n");
  machine.start();
  for (int i = 0; i < 10; ++i) machine.block();
  machine.busy[2] += 12;
  CHECK(machine.block().others_share == Approx(0.06).epsilon(0.11));  // of the two hardware threads
  machine.busy[0] += 20;
  const Trouble trouble = machine.block();
  CHECK(trouble.neighbours == Approx(0.2).epsilon(0.11));
}

TEST_CASE("what a larger team of ours did elsewhere is not taken for a neighbour", "[host][watch]") {
  Watched machine;
  machine.start({1, 0});
  machine.busy[0] += 10;
  machine.own += Seconds{0.1};
  CHECK(machine.block(10, 2).neighbours == 0.0);
  CHECK(machine.block(10, 1).neighbours == 0.0);
  machine.busy[2] += 10;
  CHECK(machine.block(10, 1).neighbours > 0.2);
}

TEST_CASE("what others had of a team's cpus is a share of the time of them all, and one cpu's tenth is enough",
          "[host][watch]") {
  Watched machine;
  machine.start({1, 0, 2});
  const auto team_block = [&](long ours, long others) {  // ticks on each of three cpus
    for (const std::size_t cpu : {0U, 2U}) {
      machine.busy[cpu] += ours + others;
      machine.own += static_cast<double>(ours) * activity_tick;
    }
    machine.own = machine.own - static_cast<double>(others) * activity_tick;  // block() takes all of cpu 1 for ours
    return machine.block(ours + others, 3).others_share;
  };
  for (int i = 0; i < 12; ++i) CHECK(team_block(10, 0) == 0.0);
  double share = 0.0;
  for (int i = 0; i < 12; ++i) share = team_block(5, 5);
  CHECK(share == Approx(0.5).epsilon(0.11));
  for (int i = 0; i < 12; ++i) team_block(10, 0);
  machine.busy[2] += 20;
  CHECK(team_block(10, 0) == Approx(0.2 / 3).epsilon(0.11));
}

TEST_CASE("a thread that is not where it was pinned is noticed", "[host][watch]") {
  Watched machine;
  machine.start();
  Block block;
  block.trouble.cpu = 1;
  machine.watch->after_block(block, 1);
  CHECK(block.trouble.migrated_pairs == 0.0);
  block.trouble.cpu = 2;
  machine.watch->after_block(block, 1);
  CHECK(block.trouble.migrated_pairs == 1.0);
}

TEST_CASE("throttle reports go to every block of the round in which they came", "[host][watch]") {
  Watched machine;
  const std::string counter = "/sys/devices/system/cpu/cpu1/thermal_throttle/core_throttle_count";
  machine.files->add(counter, "7\n");
  machine.start();
  Block first, second;
  machine.watch->after_round({&first, &second});
  CHECK(first.trouble.throttle_reports == 0.0);
  machine.files->add(counter, "9\n");
  machine.watch->after_round({&first, &second});
  CHECK(first.trouble.throttle_reports == throttle::core_counter);
  CHECK(second.trouble.throttle_reports == throttle::core_counter);
  machine.watch->after_round({&first});
  CHECK(first.trouble.throttle_reports == 0.0);
}

TEST_CASE("cpufreq is asked right after the block", "[host][watch]") {
  Watched machine;
  machine.start();
  CHECK(machine.block().claimed_hertz == 0.0);
  machine.files->add("/sys/devices/system/cpu/cpu1/cpufreq/scaling_cur_freq", "1500000\n");
  CHECK(machine.block().claimed_hertz == 1.5e9);
}

TEST_CASE("a machine without /proc/stat is not watched, and nothing is invented", "[host][watch]") {
  ManualClock clock;
  MachineWatch watch(std::make_shared<FakeFileSystem>(), clock, {0}, [] { return Seconds{}; });
  Block block;
  watch.after_block(block, 1);
  watch.after_round({&block});
  CHECK(block.trouble.stolen_share == 0.0);
  CHECK(block.trouble.throttle_reports == 0.0);
  CHECK(block.trouble.unwatched == 1.0);
}

TEST_CASE("a /proc/stat that never changes, as some sandboxes have it, watches nothing", "[host][watch]") {
  Watched machine;
  machine.start();
  CHECK(machine.block().unwatched == 0.0);
  const auto frozen = [&] {
    machine.clock.advance(Seconds{0.6});
    Block block;
    machine.watch->after_block(block, 1);
    return block.trouble.unwatched;
  };
  CHECK(frozen() == 0.0);  // the last second still begins with a change
  CHECK(frozen() == 1.0);
  CHECK(frozen() == 1.0);
  CHECK(machine.block().unwatched == 0.0);
}

TEST_CASE("what a quota took is read between blocks, in either version of control groups", "[host][watch]") {
  struct Version {
    const char* self;
    const char* statistics;
    const char* before;
    const char* after;
  };
  const Version version = GENERATE(
      Version{"4:cpu,cpuacct:/box\n0::/\n", "/sys/fs/cgroup/cpu,cpuacct/box/cpu.stat",
              "nr_periods 9\nnr_throttled 2\nthrottled_time 5000000000\n",
              "nr_periods 11\nnr_throttled 3\nthrottled_time 5060000000\n"},
      Version{"0::/box\n", "/sys/fs/cgroup/box/cpu.stat", "usage_usec 9\nnr_throttled 2\nthrottled_usec 5000000\n",
              "usage_usec 10\nnr_throttled 3\nthrottled_usec 5060000\n"},
      Version{"0::/host/path/box\n", "/sys/fs/cgroup/cpu.stat", "nr_throttled 2\nthrottled_usec 5000000\n",
              "nr_throttled 3\nthrottled_usec 5060000\n"});
  Watched machine;
  machine.files->add("/proc/self/cgroup", version.self).add(version.statistics, version.before);
  machine.start();
  CHECK(machine.block().quota_seconds == 0.0);
  machine.files->add(version.statistics, version.after);
  CHECK(machine.block().quota_seconds == Approx(0.06));
  CHECK(machine.block().quota_seconds == 0.0);
}
