// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpu_activity.hpp"

#include "catch_compat.hpp"
#include "microbench/host/cpufreq.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

TEST_CASE("busy and stolen time of each cpu; waiting is idle, guest time is not counted twice", "[host][activity]") {
  FakeFileSystem files;
  files.add("/proc/stat", "cpu  10 0 10 60 0 0 0 20 5 5\ncpu0 5 1 5 30 7 2 3 20 5 5\ncpu2 1 2 3\nintr 5\ncpu9 1\n");
  const auto read = read_cpu_activity(files);
  REQUIRE(read.has_value());
  REQUIRE(read->size() == 2);
  CHECK(read->at(0).busy.value == Approx(0.16));
  CHECK(read->at(0).stolen.value().value == Approx(0.20));
  CHECK(read->at(0).total.value == Approx(0.73));
  CHECK_FALSE(read->at(2).stolen.has_value());
  files.add("/proc/stat", "cpu0 10 0 x\n");
  CHECK(read_cpu_activity(files).error().reason == Reason::malformed);
  CHECK_FALSE(read_cpu_activity(FakeFileSystem()).has_value());
}

TEST_CASE("the stolen share is of the time that passed", "[host][activity]") {
  const auto reading = [](double total, double stolen) {
    return CpuActivities{{0, {.total = Seconds{total}, .busy = {}, .stolen = Seconds{stolen}}}};
  };
  CHECK(stolen_fraction(reading(1.0, 0.1), reading(2.0, 0.35)).value() == Approx(0.25));
  CHECK(stolen_fraction(reading(1.0, 0.1), reading(2.0, 0.1)).value() == 0.0);
  CHECK(stolen_fraction(reading(1.0, 0.1), reading(1.0, 0.1)).error().reason == Reason::unstable);
  CHECK(stolen_fraction(reading(1.0, 0.1), reading(2.0, 0.0)).error().reason == Reason::unstable);
  const CpuActivities silent{{0, {.total = Seconds{1.0}, .busy = {}, .stolen = {}}}};
  CHECK(stolen_fraction(silent, silent).error().reason == Reason::not_found);
}

TEST_CASE("cpufreq of a cpu that has none is absent", "[host][cpufreq]") {
  CHECK(read_cpufreq(FakeFileSystem(), 0) == Cpufreq{});
  FakeFileSystem files;
  files.add("/sys/devices/system/cpu/cpu2/cpufreq/scaling_cur_freq", "1500000\n");
  files.add("/sys/devices/system/cpu/cpu2/cpufreq/cpuinfo_max_freq", "1800000\n");
  CHECK(read_cpufreq(files, 2).current == Frequency{1.5e9});
  CHECK(read_cpufreq(files, 2).highest == Frequency{1.8e9});
  CHECK_FALSE(read_cpufreq(files, 2).limit.has_value());
}

TEST_CASE("a claim agrees within what the measurement can tell", "[host][cpufreq]") {
  const auto claim = [](double measured, double claimed) {
    return ClockClaim{Frequency{measured}, Frequency{claimed}, clock_margin(0.0)};
  };
  CHECK(claim(1.187e9, 1.2e9).agrees());        // a Raspberry Pi 3B, by a like method
  CHECK_FALSE(claim(1.2e9, 1.4e9).agrees());    // a Raspberry Pi 3B+ above 60 C
  CHECK_FALSE(claim(1.882e9, 1.8e9).agrees());  // RK3566: faster than its operating point
  CHECK_FALSE(claim(0.6e9, 1.5e9).agrees());
  CHECK(to_text(claim(0.6e9, 1.5e9)) == "cpufreq claims 1500 MHz, the chains measure 600 MHz (-60.0 %)");
}
