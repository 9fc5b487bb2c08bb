// SPDX-License-Identifier: Apache-2.0
// Which PMU counts on which core, and what exactly the kernel is asked for: one test per machine.
#include "microbench/counters/pmu.hpp"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <set>

#include "catch_compat.hpp"
#include "fake_kernel.hpp"
#include "host_fixtures.hpp"
#include "microbench/counters/counting_plan.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace
using fixtures::bind;
using fixtures::FakeKernel;

namespace {

std::shared_ptr<FakeFileSystem> pmus_of(const std::string& machine) { return fixtures::load_tree("pmus/" + machine); }

CoreKind arm_kind(const std::string& id, std::uint64_t midr) {
  CoreKind kind;
  kind.id = id;
  kind.midr = midr;
  return kind;
}

CoreKind x86_kind(const std::string& id, X86Identity identity) {
  CoreKind kind;
  kind.id = id;
  kind.x86 = std::move(identity);
  return kind;
}

struct Opened {
  CountingPlan plan;
  std::vector<perf_event_attr> hardware;  ///< that stayed open
  std::set<std::uint64_t> configs;
  std::set<unsigned> types;
};

Opened open_on(const std::string& machine, const CoreKind& kind, int cpu) {
  const auto files = pmus_of(machine);
  const auto fake = std::make_shared<FakeKernel>();
  auto plan = open_counting_plan({.source = CounterSource::automatic, .kind = &kind, .cpu = cpu},
                                 built_in_event_files().value(), *files, bind(fake));
  REQUIRE(plan.has_value());
  Opened opened{.plan = std::move(plan).value(), .hardware = {}, .configs = {}, .types = {}};
  for (const perf_event_attr& attributes : fake->opened) {
    if (attributes.type == PERF_TYPE_SOFTWARE) continue;
    CHECK(attributes.exclude_kernel == 1);
    CHECK(attributes.exclude_hv == 1);
    opened.hardware.push_back(attributes);
    opened.configs.insert(attributes.config);
    opened.types.insert(attributes.type);
  }
  return opened;
}

using Configs = std::set<std::uint64_t>;
using Types = std::set<unsigned>;

}  // namespace

TEST_CASE("Raspberry Pi 4: events of the Cortex-A72 on its own PMU", "[counters][pmu]") {
  const Opened opened = open_on("raspberry-pi-4", arm_kind("cortex-a72", 0x410fd083), 3);
  CHECK(opened.plan.report.pmu == "armv8_cortex_a72");
  CHECK(opened.plan.report.events == "cortex-a57-a72");
  CHECK(opened.plan.report.source == "perf_event");
  CHECK(opened.types == Types{8});
  CHECK(opened.configs == Configs{0x11, 0x08, 0x03, 0x15, 0x17, 0x18, 0x74, 0x19, 0x60, 0x61, 0x42, 0x43});
  CHECK(opened.plan.report.uncounted.empty());
  CHECK(opened.plan.hardware.size() == 2);
}

TEST_CASE("Raspberry Pi 5: events of the Cortex-A76 on its own PMU", "[counters][pmu]") {
  const Opened opened = open_on("raspberry-pi-5", arm_kind("cortex-a76", 0x414fd0b1), 0);
  CHECK(opened.plan.report.pmu == "armv8_cortex_a76");
  CHECK(opened.plan.report.events == "cortex-a76");
  CHECK(opened.types == Types{9});
  CHECK(opened.configs == Configs{0x11, 0x08, 0x03, 0x15, 0x17, 0x18, 0x2a, 0x19, 0x60, 0x61, 0x24, 0x74});
}

TEST_CASE("RK3399: each core's events are opened on the PMU of its own kind", "[counters][pmu]") {
  const Opened little = open_on("rk3399", arm_kind("cortex-a53", 0x410fd034), 2);
  CHECK(little.plan.report.pmu == "armv8_cortex_a53");
  CHECK(little.types == Types{7});
  CHECK(little.configs == Configs{0x11, 0x08, 0x03, 0x15, 0x17, 0x18, 0xc2, 0x19, 0x60, 0x61, 0xe7, 0xe8});
  const Opened big = open_on("rk3399", arm_kind("cortex-a72", 0x410fd082), 5);
  CHECK(big.plan.report.pmu == "armv8_cortex_a72");
  CHECK(big.types == Types{8});
  CHECK(big.configs.contains(0x42));
  CHECK_FALSE(big.configs.contains(0xc2));
  // Exactly one leader in each group, and it is pinned.
  CHECK(std::count_if(big.hardware.begin(), big.hardware.end(), [](const auto& e) { return e.pinned == 1; }) >= 2);
}

TEST_CASE("a core that does not list an event does not count zero for it", "[counters][pmu]") {
  // A core with the events of a Cortex-A76 whose kernel names those of a Cortex-A72: 0x24 and 0x2a are not among them.
  const Opened opened = open_on("raspberry-pi-4", arm_kind("cortex-a76", 0x414fd0b1), 0);
  CHECK_FALSE(opened.configs.contains(0x2a));
  CHECK_FALSE(opened.configs.contains(0x24));
  REQUIRE_FALSE(opened.plan.report.uncounted.empty());
  CHECK(opened.plan.report.uncounted.front().why.detail.find("does not list it") != std::string::npos);
}

TEST_CASE("hybrid x86: generic events say on which kind of core they count", "[counters][pmu]") {
  const CoreKind unknown = x86_kind("x86-family6-model151", {"GenuineIntel", 6, 151, 2});
  const Opened p_core = open_on("hybrid-x86", unknown, 3);
  CHECK(p_core.plan.report.pmu == "cpu_core");
  CHECK(p_core.plan.report.events == "generic");
  CHECK(p_core.types == Types{PERF_TYPE_HARDWARE});
  CHECK(p_core.configs.contains((std::uint64_t{4} << 32U) | PERF_COUNT_HW_CPU_CYCLES));
  const Opened e_core = open_on("hybrid-x86", unknown, 20);
  CHECK(e_core.plan.report.pmu == "cpu_atom");
  CHECK(e_core.configs.contains((std::uint64_t{10} << 32U) | PERF_COUNT_HW_INSTRUCTIONS));
}

TEST_CASE("Zen 4: numbers in the format of the PMU, generic events without a kind", "[counters][pmu]") {
  const Opened opened = open_on("zen4-server", x86_kind("amd-zen4", {"AuthenticAMD", 25, 17, 1}), 0);
  CHECK(opened.plan.report.pmu == "cpu");
  CHECK(opened.configs == Configs{PERF_COUNT_HW_CPU_CYCLES, PERF_COUNT_HW_INSTRUCTIONS, 0x5f44, 0x5e44});
  CHECK(opened.types == Types{PERF_TYPE_HARDWARE, 4});
}

TEST_CASE("a machine without a PMU counts software events, and says why and what mends it", "[counters][pmu]") {
  const auto files = pmus_of("no-pmu-vm");
  const auto fake = std::make_shared<FakeKernel>();
  fake->refuse = [](const perf_event_attr& event, int) { return event.type == PERF_TYPE_SOFTWARE ? 0 : ENOENT; };
  const CoreKind kind = x86_kind("amd-zen4", {"AuthenticAMD", 25, 17, 1});
  const auto plan =
      open_counting_plan({.source = CounterSource::automatic, .kind = &kind, .cpu = 0, .virtual_machine = true},
                         built_in_event_files().value(), *files, bind(fake));
  REQUIRE(plan.has_value());
  CHECK(plan->report.source == "none");
  CHECK(plan->hardware.empty());
  CHECK_FALSE(plan->software.empty());
  CHECK(plan->report.counted.size() == 5);
  CHECK(plan->report.uncounted.size() == 4);
  CHECK(plan->report.remedy.find("pmu=on") != std::string::npos);
  CHECK(pmu_of_cpu(read_pmus(*files).value(), 0).error().detail.find("breakpoint, msr") != std::string::npos);
}

TEST_CASE("a source that was insisted on and counts nothing is an error", "[counters][pmu]") {
  const FakeFileSystem files;
  const auto fake = std::make_shared<FakeKernel>();
  fake->refuse = [](const perf_event_attr&, int) { return ENOSYS; };
  const CoreKind kind = arm_kind("cortex-a72", 0x410fd083);
  CountingRequest request{.source = CounterSource::perf, .kind = &kind, .cpu = 0};
  const auto refused = open_counting_plan(request, built_in_event_files().value(), files, bind(fake));
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().detail.starts_with("--counters perf: nothing can be counted"));
  request.source = CounterSource::none;
  const auto none = open_counting_plan(request, built_in_event_files().value(), files, bind(fake));
  REQUIRE(none.has_value());
  CHECK(none->software.empty());
}

TEST_CASE("formats of sysfs", "[counters][pmu]") {
  CHECK(parse_format("config:0-15") == FormatField{.word = 0, .bits = {{0, 15}}});
  CHECK(parse_format("config1:3") == FormatField{.word = 1, .bits = {{3, 3}}});
  CHECK(parse_format("config:0-7,32-35") == FormatField{.word = 0, .bits = {{0, 7}, {32, 35}}});
  for (const char* broken : {"", "config", "config:", "config:7-0", "config:0-64", "other:0-7"})
    CHECK_FALSE(parse_format(broken).has_value());
}
