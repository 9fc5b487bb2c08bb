// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/host_findings.hpp"

#include "catch_compat.hpp"
#include "host_fixtures.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

CoreKind kind_of(const char* id, std::vector<int> cpus, std::uint64_t midr) {
  CoreKind kind;
  kind.id = id;
  kind.cpus = std::move(cpus);
  kind.midr = midr;
  return kind;
}

}  // namespace

TEST_CASE("hwloc's kinds may be coarser by clock, not by identity, and never finer", "[host][findings]") {
  const std::vector<CoreKind> kinds{kind_of("cortex-a55", {0, 1}, 0x412fd050),
                                    kind_of("cortex-a76-cpu2", {2}, 0x414fd0b0),
                                    kind_of("cortex-a76-cpu3", {3}, 0x414fd0b0)};
  CHECK(topology_disagreements(kinds, {}).empty());
  CHECK(topology_disagreements(kinds, {.kinds = {{0, 1, 2, 3}}}).empty());  // it could not rank them
  CHECK(topology_disagreements(kinds, {.kinds = {{0, 1}, {2, 3}}}).empty());
  CHECK(topology_disagreements(kinds, {.kinds = {{0, 1}, {2}, {3}, {9}}}).empty());

  const auto finer = topology_disagreements(kinds, {.kinds = {{0}, {1}, {2, 3}}});
  REQUIRE(finer.size() == 1);
  CHECK(finer.front().text == "hwloc separates cpus 0-1 into 2 kinds");
  CHECK(finer.front().core_kind == "cortex-a55");
  const auto mixed = topology_disagreements(kinds, {.kinds = {{0, 1, 2}, {3}}});
  REQUIRE(mixed.size() == 1);
  CHECK(mixed.front().id == "core-kinds-disagree");
  CHECK(mixed.front().text == "hwloc puts cpus 0 and 2 into one kind, which are cortex-a55 and cortex-a76-cpu2");
}

TEST_CASE("a doubt about a kind bears the id that the kind ends up with", "[host][findings]") {
  // Two clusters of one core under a false name: without the right id, the datasheet would not be withheld.
  auto sources = fixtures::sources_of("raspberry-pi-4", "aarch64");
  auto files = fixtures::load_tree("raspberry-pi-4");
  files->add("/sys/devices/system/cpu/cpu3/cpufreq/cpuinfo_max_freq", "2200000\n");
  for (const char* cpu : {"cpu0", "cpu3"}) {
    files->add(std::string("/sys/devices/system/cpu/") + cpu + "/cache/index0/size", "64K\n");
  }
  sources.files = files;
  const HostInfo host = fixtures::read_machine(sources);
  const auto table = built_in_core_facts();
  REQUIRE(table.has_value());
  REQUIRE(host.core_kinds.size() == 2);
  for (const CoreKind& kind : host.core_kinds) {
    CHECK(kind.id == "arm-0x41-0xd08-cpu" + std::to_string(kind.cpus.front()));
    CHECK_FALSE(datasheet_facts(*table, kind, host.contradictions).has_value());
  }
}
