// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/scheduling.hpp"

#include <chrono>
#include <thread>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

TEST_CASE("steal time is the eighth column, and guest time is not counted twice", "[host][scheduling]") {
  FakeFileSystem files;
  files.add("/proc/stat", "cpu  10 0 10 60 0 0 0 20 5 5\ncpu0 5 0 5 30 0 0 0 20 5 5\ncpu1 1 2 3\nintr 5\n");
  CHECK(read_cpu_steal(files, all_cpus).value() == CpuTime{.steal = 20, .total = 100});
  CHECK(read_cpu_steal(files, 0).value() == CpuTime{.steal = 20, .total = 60});
  CHECK(read_cpu_steal(files, 1).error().reason == Reason::not_found);
  CHECK(read_cpu_steal(files, 2).error().reason == Reason::not_found);
  files.add("/proc/stat", "cpu  10 0 10 x 0 0 0 20 5 5\n");
  CHECK(read_cpu_steal(files, all_cpus).error().reason == Reason::malformed);
}

TEST_CASE("the stolen share is of the time that passed", "[host][scheduling]") {
  const CpuTime before{.steal = 10, .total = 100};
  CHECK(steal_fraction(before, {.steal = 35, .total = 200}).value() == Approx(0.25));
  CHECK(steal_fraction(before, {.steal = 10, .total = 200}).value() == 0.0);
  CHECK(steal_fraction(before, before).error().reason == Reason::unstable);
  CHECK(steal_fraction(before, {.steal = 9, .total = 200}).error().reason == Reason::unstable);
}

TEST_CASE("a sleep is a voluntary switch of this thread", "[host][scheduling]") {
  const auto before = thread_switches();
  REQUIRE(before.has_value());
  std::this_thread::sleep_for(std::chrono::milliseconds(2));
  const auto after = thread_switches();
  REQUIRE(after.has_value());
  CHECK(after->voluntary > before->voluntary);
  CHECK(after->involuntary >= before->involuntary);
}
