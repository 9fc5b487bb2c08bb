// SPDX-License-Identifier: Apache-2.0
// What doctor says of recorded machines, and of machines in trouble.
#include <cerrno>

#include "catch_compat.hpp"
#include "doctor_fixtures.hpp"
#include "host_fixtures.hpp"
#include "microbench/host/conditions.hpp"
#include "microbench/host/system_files.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace
using fixtures::kernel_answering;
using fixtures::verdict_on;

namespace {

Conditions conditions_of(const std::string& tree, const FileSystem& files, const std::string& architecture, int cpus,
                         int pmu_error) {
  const auto cores = built_in_core_facts();
  REQUIRE(cores.has_value());
  const HostInfo host = read_host(fixtures::sources_of(tree, architecture, cpus, {Isa::scalar}), *cores);
  return read_conditions(files, host, kernel_answering(pmu_error), {});
}

/// A machine with nothing to complain of.
Conditions good_conditions() {
  Conditions now;
  now.cpus = 4;
  now.governor = std::string("performance");
  now.cpufreq_driver = std::string("acpi-cpufreq");
  now.clock_limit_hz = now.clock_highest_hz = 3e9;
  now.clock_measured_hz = now.clock_claimed_hz = 3e9;
  now.turbo = false;
  now.smt = false;
  now.clocksource = std::string("tsc");
  now.timer_resolution_seconds = 1e-8;
  now.timer_overhead_seconds = 3e-8;
  now.load_average = 0.0;
  now.quietest_cpu_busy = now.busy_cpus = 0.0;
  now.steal_fraction = 0.0;
  now.cpu_quota = Error{Reason::not_found, "nothing limits it"};
  now.huge_pages = "madvise";
  now.perf_event_paranoid = 2;
  now.pmu = PmuState::available;
  now.isolated_cpus = now.nohz_full_cpus = std::vector<int>{};
  now.temperature_celsius = now.thermal_zone_celsius = 45.0;
  now.thermal_trip_celsius = 95.0;
  now.throttling = now.throttled_before = std::string();
  now.under_voltage = false;
  now.cache_information = std::string("L1, L2");
  now.library_environment = std::string();
  now.userland_bits = 64;
  now.memory_available = mebibytes(4096);
  return now;
}

}  // namespace

TEST_CASE("a machine with nothing to complain of is fit, every line of it", "[host][doctor]") {
  for (const ConditionVerdict& verdict : judge(good_conditions())) {
    INFO(verdict.name << ": " << verdict.text);
    CHECK(verdict.verdict == Verdict::ok);
    CHECK_FALSE(verdict.text.empty());
  }
  CHECK_FALSE(would_mislead(judge(good_conditions())));
}

TEST_CASE("measuring would mislead exactly where no sample can show it", "[host][doctor]") {
  struct Trouble {
    const char* verdict;
    void (*apply)(Conditions&);
  };
  const Trouble misleading[] = {
      {"steal", [](Conditions& c) { c.steal_fraction = 0.12; }},
      {"load", [](Conditions& c) { c.quietest_cpu_busy = 0.8; }},
      {"quota", [](Conditions& c) { c.cpu_quota = 0.5; }},
      {"clock",
       [](Conditions& c) {
         c.clock_measured_hz = 0.6e9;
         c.clock_claimed_hz = 1.5e9;
       }},
      {"timer", [](Conditions& c) { c.timer_resolution_seconds = 4e-3; }},
      {"temperature", [](Conditions& c) { c.thermal_zone_celsius = 96.0; }},
      {"throttling", [](Conditions& c) { c.throttling = std::string("firmware caps the clock"); }},
      {"supply", [](Conditions& c) { c.under_voltage = true; }},
  };
  for (const Trouble& trouble : misleading) {
    Conditions now = good_conditions();
    trouble.apply(now);
    INFO(trouble.verdict);
    CHECK(verdict_on(now, trouble.verdict).verdict == Verdict::bad);
    CHECK(would_mislead(judge(now)));
  }
  const Trouble harmless[] = {
      {"steal", [](Conditions& c) { c.steal_fraction = 0.03; }},
      {"load", [](Conditions& c) { c.load_average = 9.0; }},
      {"quota", [](Conditions& c) { c.cpu_quota = 2.0; }},
      {"governor", [](Conditions& c) { c.governor = std::string("powersave"); }},
      {"clock limit", [](Conditions& c) { c.clock_limit_hz = 1e9; }},
      {"turbo", [](Conditions& c) { c.turbo = true; }},
      {"clock", [](Conditions& c) { c.clock_measured_hz = 1.05 * *c.clock_claimed_hz; }},
      {"smt", [](Conditions& c) { c.smt = true; }},
      {"timer", [](Conditions& c) { c.timer_overhead_seconds = 1e-6; }},
      {"temperature", [](Conditions& c) { c.thermal_zone_celsius = 88.0; }},
      {"throttling", [](Conditions& c) { c.throttled_before = std::string("under-voltage since boot"); }},
      {"huge pages", [](Conditions& c) { c.huge_pages = "never"; }},
      {"memory", [](Conditions& c) { c.memory_available = mebibytes(256); }},
      {"caches",
       [](Conditions& c) {
         c.cache_information = Error{Reason::not_found, "cortex-a53: none"};
       }},
      {"userland", [](Conditions& c) { c.userland_bits = 32; }},
      {"environment", [](Conditions& c) { c.library_environment = std::string("OPENBLAS_CORETYPE=Haswell OMP_X=1"); }},
      {"pmu", [](Conditions& c) { c.pmu = PmuState::absent; }},
      {"paranoid level", [](Conditions& c) { c.perf_event_paranoid = 4; }},
  };
  for (const Trouble& trouble : harmless) {
    Conditions now = good_conditions();
    trouble.apply(now);
    INFO(trouble.verdict);
    CHECK(verdict_on(now, trouble.verdict).verdict == Verdict::warn);
    CHECK_FALSE(would_mislead(judge(now)));
  }
}

TEST_CASE("variables that steer libraries are found, and the command that removes them", "[host][doctor]") {
  FakeFileSystem files;
  files.add("/proc/self/environ", std::string("HOME=/root\0OPENBLAS_L2_SIZE=512\0XOMP_A=1\0LD_PRELOAD=a b\0"
                                              "OPENBLAS_CORETYPE=Haswell\0OMP_BROKEN\0",
                                              92));
  const Conditions now = read_conditions(files, {}, kernel_answering(0), {});
  CHECK(now.library_environment.value() == "LD_PRELOAD=a b OPENBLAS_CORETYPE=Haswell OPENBLAS_L2_SIZE=512");
  CHECK(verdict_on(now, "environment").remedy == "unset LD_PRELOAD OPENBLAS_CORETYPE OPENBLAS_L2_SIZE");
  files.add("/proc/self/environ", "HOME=/root");
  CHECK(read_conditions(files, {}, kernel_answering(0), {}).library_environment.value().empty());
}

TEST_CASE("what mends turbo and governor depends on the driver", "[host][doctor]") {
  FakeFileSystem intel;
  intel.add("/sys/devices/system/cpu/intel_pstate/no_turbo", "0\n");
  intel.add("/sys/devices/system/cpu/cpu0/cpufreq/scaling_driver", "intel_pstate\n");
  intel.add("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
  intel.add("/sys/devices/system/cpu/cpu0/cpufreq/scaling_available_governors", "performance powersave\n");
  const Conditions pstate = read_conditions(intel, {}, kernel_answering(0), {});
  CHECK(verdict_on(pstate, "turbo").remedy == "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo");
  CHECK(verdict_on(pstate, "governor").text.find("powersave (intel_pstate)") != std::string::npos);
  CHECK_FALSE(verdict_on(pstate, "governor").remedy.empty());

  FakeFileSystem amd;
  amd.add("/sys/devices/system/cpu/cpufreq/boost", "1\n");
  amd.add("/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "ondemand\n");
  amd.add("/sys/devices/system/cpu/cpu0/cpufreq/scaling_available_governors", "ondemand schedutil\n");
  const Conditions acpi = read_conditions(amd, {}, kernel_answering(0), {});
  CHECK(verdict_on(acpi, "turbo").remedy == "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost");
  CHECK(verdict_on(acpi, "governor").remedy.empty());

  const Conditions none = read_conditions(FakeFileSystem(), {}, kernel_answering(0), {});
  CHECK(verdict_on(none, "turbo").verdict == Verdict::unknown);
  CHECK(verdict_on(none, "turbo").remedy.empty());
  CHECK(verdict_on(none, "governor").text.find("cpufreq is absent") != std::string::npos);
}

TEST_CASE("doctor on a Raspberry Pi 4: cool, then hot and under-voltage", "[host][doctor]") {
  const auto files = fixtures::load_tree("raspberry-pi-4");
  const Conditions cool = conditions_of("raspberry-pi-4", *files, "aarch64", 4, EACCES);
  CHECK_FALSE(would_mislead(judge(cool)));
  CHECK(verdict_on(cool, "supply").verdict == Verdict::ok);

  files->add("/sys/class/thermal/thermal_zone0/temp", "85200\n");
  files->add("/sys/class/thermal/thermal_zone0/type", "cpu-thermal\n");
  files->add("/sys/class/thermal/thermal_zone0/trip_point_0_type", "passive\n");
  files->add("/sys/class/thermal/thermal_zone0/trip_point_0_temp", "85000\n");
  files->add("/sys/class/hwmon/hwmon1/in0_lcrit_alarm", "1\n");
  files->add("/sys/devices/platform/soc/soc:firmware/get_throttled", "50007\n");
  const Conditions hot = conditions_of("raspberry-pi-4", *files, "aarch64", 4, EACCES);
  CHECK(verdict_on(hot, "temperature").verdict == Verdict::bad);
  CHECK(verdict_on(hot, "temperature").text == "cpu-thermal: 85.2 C, slows down at 85.0 C");
  CHECK(verdict_on(hot, "supply").verdict == Verdict::bad);
  CHECK(verdict_on(hot, "throttling").verdict == Verdict::bad);
  CHECK(verdict_on(hot, "throttling").text.find("under-voltage, firmware caps the clock, firmware throttles") == 0);
  CHECK(would_mislead(judge(hot)));
}

TEST_CASE("doctor on a virtual machine guesses nothing", "[host][doctor]") {
  const auto files = fixtures::load_tree("zen4-vm");
  const Conditions now = conditions_of("zen4-vm", *files, "x86_64", 2, ENOENT);
  for (const char* name : {"governor", "clock limit", "turbo", "temperature", "supply"}) {
    INFO(name);
    CHECK(verdict_on(now, name).verdict == Verdict::unknown);
    CHECK(verdict_on(now, name).remedy.empty());
  }
  CHECK(verdict_on(now, "governor").text.find("cpufreq is absent") != std::string::npos);
  CHECK(verdict_on(now, "pmu").verdict == Verdict::warn);
  CHECK(verdict_on(now, "pmu").remedy.find("give the guest a PMU") != std::string::npos);
  CHECK(verdict_on(now, "machine").verdict == Verdict::warn);
}

TEST_CASE("doctor on a 32-bit Raspberry Pi 3 says what that costs", "[host][doctor]") {
  const auto files = fixtures::load_tree("raspberry-pi-3-32bit");
  const Conditions now = conditions_of("raspberry-pi-3-32bit", *files, "arm", 4, ENOENT);
  CHECK(verdict_on(now, "userland").verdict == Verdict::warn);
  CHECK(verdict_on(now, "userland").text.find("32-bit") == 0);
  CHECK(verdict_on(now, "caches").verdict == Verdict::warn);
}

TEST_CASE("doctor on an RK3399 names the governors of both clusters", "[host][doctor]") {
  const auto files = fixtures::load_tree("rk3399");
  files->add("/sys/devices/system/cpu/cpu4/cpufreq/scaling_governor", "performance\n");
  files->add("/sys/devices/system/cpu/cpu5/cpufreq/scaling_governor", "performance\n");
  const Conditions now = conditions_of("rk3399", *files, "aarch64", 6, ENOENT);
  CHECK(now.governor.value() == "performance on 4-5, schedutil on 0-3");
  CHECK(verdict_on(now, "governor").verdict == Verdict::warn);
}

TEST_CASE("huge pages that are there and cannot be read are unknown, not absent", "[host][doctor]") {
  const std::string file = "/sys/kernel/mm/transparent_hugepage/enabled";
  CHECK(read_huge_pages(FakeFileSystem{}) == "absent");
  CHECK(read_huge_pages(FakeFileSystem{}.add_refusal(file, {Reason::not_permitted, "masked"})) == "unreadable");
  CHECK(read_huge_pages(FakeFileSystem{}.add(file, "in another language\n")) == "unreadable");
  Conditions now = good_conditions();
  now.huge_pages = "unreadable";
  CHECK(verdict_on(now, "huge pages").verdict == Verdict::unknown);
  CHECK(verdict_on(now, "huge pages").text.find("absent") == std::string::npos);
}
