// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/conditions.hpp"

#include <cerrno>

#include "catch_compat.hpp"
#include "doctor_fixtures.hpp"
#include "host_fixtures.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace
using fixtures::kernel_answering;
using fixtures::verdict_on;

namespace {

HostInfo read(const std::string& tree, const std::string& architecture, int cpus) {
  const auto cores = built_in_core_facts();
  REQUIRE(cores.has_value());
  return read_host(fixtures::sources_of(tree, architecture, cpus, {Isa::scalar}), *cores);
}

}  // namespace

TEST_CASE("conditions of a Raspberry Pi 4", "[host][conditions]") {
  const auto files = fixtures::load_tree("raspberry-pi-4");
  const Conditions now = read_conditions(*files, read("raspberry-pi-4", "aarch64", 4), kernel_answering(EACCES), {});
  CHECK(now.cpus == 4);
  CHECK(now.governor.value() == "ondemand");
  CHECK(now.cpufreq_driver.value() == "cpufreq-dt");
  CHECK(now.clocksource.value() == "arch_sys_counter");
  CHECK(now.temperature_celsius.value() == Approx(48.686));
  CHECK_FALSE(now.under_voltage.value());
  CHECK(now.load_average.value() == Approx(0.08));
  CHECK(now.isolated_cpus.value().empty());
  CHECK(now.pmu == PmuState::not_permitted);
  CHECK(now.perf_event_paranoid.value() == 3);
  CHECK_FALSE(now.smt.has_value());
  CHECK_FALSE(now.steal_fraction.has_value());

  CHECK(verdict_on(now, "governor").verdict == Verdict::warn);
  CHECK(verdict_on(now, "governor").remedy.find("scaling_governor") != std::string::npos);
  CHECK(verdict_on(now, "temperature").verdict == Verdict::ok);
  CHECK(verdict_on(now, "smt").verdict == Verdict::unknown);
  CHECK(verdict_on(now, "pmu").text.find("not permitted") != std::string::npos);
  CHECK(verdict_on(now, "pmu").remedy == "sudo sysctl kernel.perf_event_paranoid=2");
  CHECK(verdict_on(now, "huge pages").verdict == Verdict::warn);
}

TEST_CASE("conditions of a virtual machine: no cpufreq, no PMU, time stolen", "[host][conditions]") {
  const auto files = fixtures::load_tree("zen4-vm");
  files->add("/proc/stat", "cpu0 100 0 0 0 0 0 0 0 0 0\n");
  const auto pause = [&] { files->add("/proc/stat", "cpu0 105 0 0 70 0 0 0 25 0 0\n"); };
  const Conditions now = read_conditions(*files, read("zen4-vm", "x86_64", 2), kernel_answering(ENOENT), pause);
  CHECK_FALSE(now.governor.has_value());
  CHECK_FALSE(now.cpufreq_driver.has_value());
  CHECK(now.steal_fraction.value() == Approx(0.25));
  CHECK(now.quietest_cpu_busy.value() == Approx(0.05));
  CHECK(now.pmu == PmuState::absent);
  CHECK(now.virtual_machine);
  CHECK(verdict_on(now, "governor").verdict == Verdict::unknown);
  CHECK(verdict_on(now, "steal").verdict == Verdict::bad);
  CHECK(verdict_on(now, "machine").verdict == Verdict::warn);
  CHECK(verdict_on(now, "pmu").verdict == Verdict::warn);
  CHECK(verdict_on(now, "pmu").remedy.find("give the guest a PMU") != std::string::npos);
}

TEST_CASE("each refusal of a hardware counter has its own state", "[host][conditions]") {
  CHECK(pmu_state_of(0) == PmuState::available);
  CHECK(pmu_state_of(ENOENT) == PmuState::absent);
  CHECK(pmu_state_of(EACCES) == PmuState::not_permitted);
  CHECK(pmu_state_of(ENOSYS) == PmuState::not_implemented);
  CHECK(pmu_state_of(EINVAL) == PmuState::refused);
}

TEST_CASE("conditions that nobody read are judged unknown, never good", "[host][conditions]") {
  const Conditions nothing;
  for (const ConditionVerdict& verdict : judge(nothing)) {
    if (verdict.name == "machine" || verdict.name == "pmu") continue;  // these two always have a value
    INFO(verdict.name);
    CHECK(verdict.verdict == Verdict::unknown);
    CHECK_FALSE(verdict.text.empty());
  }
}

TEST_CASE("an absurd sensor is not a temperature", "[host][conditions]") {
  const auto files = fixtures::load_tree("raspberry-pi-4");
  files->add("/sys/class/thermal/thermal_zone0/temp", "-274000\n");
  const Conditions now = read_conditions(*files, read("raspberry-pi-4", "aarch64", 4), kernel_answering(0), {});
  CHECK_FALSE(now.temperature_celsius.has_value());
  CHECK(now.pmu == PmuState::available);
}

TEST_CASE("the conditions of this machine can be read", "[host][conditions]") {
  const auto cores = built_in_core_facts();
  REQUIRE(cores.has_value());
  const Conditions now = read_native_conditions(read_host(native_host_sources(), *cores));
  CHECK(now.cpus >= 1);
  CHECK(now.memory_available.value > 0.0);
  CHECK(now.timer_resolution_seconds.value() > 0.0);
  CHECK(now.timer_overhead_seconds.value() > 0.0);
  CHECK(judge(now).size() == 21);
}
