// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cache_sources.hpp"

#include <map>

#include "catch_compat.hpp"
#include "host_fixtures.hpp"
#include "microbench/host/cpuid_caches.hpp"
#include "microbench/host/device_tree_caches.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

using Leaves = std::map<std::pair<std::uint32_t, std::uint32_t>, CpuidRegisters>;

CpuidAccess access_to(Leaves leaves) {
  return {.cpuid =
              [leaves = std::move(leaves)](std::uint32_t leaf, std::uint32_t subleaf) {
                const auto found = leaves.find({leaf, subleaf});
                return found == leaves.end() ? CpuidRegisters{} : found->second;
              },
          .xcr0 = {}};
}

constexpr std::uint32_t geometry(std::uint32_t ways, std::uint32_t line) { return ((ways - 1) << 22U) | (line - 1); }

/// As a Zen 4 answers: "AuthenticAMD", topology extensions, data, instruction, unified, unified, end.
Leaves zen4_leaves(std::uint32_t l2_sets = 2048) {
  return {{{0, 0}, {.eax = 16, .ebx = 0x68747541U}},
          {{0x80000000U, 0}, {.eax = 0x80000028U}},
          {{0x80000001U, 0}, {.ecx = 1U << 22U}},
          {{0x8000001dU, 0}, {.eax = 0x121, .ebx = geometry(8, 64), .ecx = 63}},
          {{0x8000001dU, 1}, {.eax = 0x122, .ebx = geometry(8, 64), .ecx = 63}},
          {{0x8000001dU, 2}, {.eax = 0x143, .ebx = geometry(8, 64), .ecx = l2_sets - 1}},
          {{0x8000001dU, 3}, {.eax = 0x163, .ebx = geometry(16, 64), .ecx = 32767}}};
}

}  // namespace

TEST_CASE("CPUID lists data and unified caches with their geometry", "[host][caches]") {
  const auto amd = caches_from_cpuid(access_to(zen4_leaves()));
  REQUIRE(amd.size() == 3);
  CHECK(amd[0] == Cache{.level = Level::l1, .size = kibibytes(32), .ways = 8, .line_bytes = 64, .source = "cpuid"});
  CHECK(amd[1].size == mebibytes(1));
  CHECK(amd[2].size == mebibytes(32));
  CHECK(amd[2].ways == 16);

  // A Skylake server by leaf 4; its L3 of 16.5 MiB has eleven ways.
  const auto intel = caches_from_cpuid(access_to({{{0, 0}, {.eax = 22, .ebx = 0x756e6547U}},
                                                  {{4, 0}, {.eax = 0x121, .ebx = geometry(8, 64), .ecx = 63}},
                                                  {{4, 1}, {.eax = 0x122, .ebx = geometry(8, 64), .ecx = 63}},
                                                  {{4, 2}, {.eax = 0x143, .ebx = geometry(16, 64), .ecx = 1023}},
                                                  {{4, 3}, {.eax = 0x163, .ebx = geometry(11, 64), .ecx = 24575}}}));
  REQUIRE(intel.size() == 3);
  CHECK(intel[1].size == mebibytes(1));
  CHECK(intel[2].size == kibibytes(16896));

  CHECK(caches_from_cpuid({}).empty());
  CHECK(caches_from_cpuid(access_to({{{0, 0}, {.eax = 2, .ebx = 0x756e6547U}}})).empty());
  auto without = zen4_leaves();
  without[{0x80000001U, 0}] = {};
  CHECK(caches_from_cpuid(access_to(without)).empty());
}

TEST_CASE("CPUID fills in for a missing sysfs, and is compared with it otherwise", "[host][caches]") {
  auto sources = fixtures::sources_of("zen4-vm", "x86_64");
  sources.cpuid = access_to(zen4_leaves());
  CHECK(fixtures::finding_ids(fixtures::read_machine(sources)).empty());
  sources.cpuid = access_to(zen4_leaves(1024));
  const HostInfo other = fixtures::read_machine(sources);
  CHECK(fixtures::finding_ids(other) == "cache-sizes-disagree");
  CHECK(other.contradictions.front().text == "L2: sysfs says 1 MiB, cpuid says 512 KiB");

  auto bare = std::make_shared<FakeFileSystem>();
  for (const char* path : {"/proc/cpuinfo", "/proc/meminfo"}) bare->add(path, sources.files->read_text(path).value());
  sources.files = bare;
  sources.cpuid = access_to(zen4_leaves());
  const HostInfo host = fixtures::read_machine(sources);
  REQUIRE(host.core_kinds.front().caches.size() == 3);
  CHECK(host.core_kinds.front().caches[1].source == "cpuid");
  CHECK(host.core_kinds.front().id == "amd-zen4");
}

TEST_CASE("the device tree is compared with sysfs, cpu by cpu", "[host][caches]") {
  for (const char* tree : {"raspberry-pi-3", "raspberry-pi-5", "rk3588", "apple-m1"}) {
    INFO(tree);
    const auto sources = fixtures::sources_of(tree, "aarch64");
    const HostInfo host = fixtures::read_machine(sources);
    const auto stated = read_device_tree_caches(*sources.files, sources.allowed_cpus);
    for (const CoreKind& kind : host.core_kinds) {
      std::vector<Cache> caches = stated.at(kind.cpus.front());
      for (Cache& cache : caches) cache.source = "sysfs";
      CHECK(caches == kind.caches);
    }
  }
  auto sources = fixtures::sources_of("rk3588", "aarch64");
  auto files = fixtures::load_tree("rk3588");
  files->add("/sys/devices/system/cpu/cpu4/cache/index2/size", "256K\n");
  sources.files = files;
  const HostInfo host = fixtures::read_machine(sources);
  REQUIRE(fixtures::finding_ids(host) == "cache-sizes-disagree");
  CHECK(host.contradictions.front().text == "L2: sysfs says 256 KiB, device tree says 512 KiB");
  CHECK(host.contradictions.front().core_kind == "cortex-a76-cpu4");
}

TEST_CASE("without links from cpus to nodes the tree speaks only where all nodes are alike", "[host][caches]") {
  FakeFileSystem files;
  const std::string node = "/proc/device-tree/cpus/cpu@";
  const std::string size32{"\0\0\x80\0", 4};
  files.add(node + "0/d-cache-size", size32).add(node + "1/d-cache-size", size32);
  const auto alike = read_device_tree_caches(files, {0, 1});
  REQUIRE(alike.size() == 2);
  CHECK(alike.at(1) == std::vector<Cache>{{.level = Level::l1, .size = kibibytes(32), .source = "device tree"}});
  files.add(node + "1/d-cache-size", std::string{"\0\1\0\0", 4});
  CHECK(read_device_tree_caches(files, {0, 1}).empty());
  CHECK(read_device_tree_caches(FakeFileSystem{}, {0}).empty());
}

TEST_CASE("the most trusted source that states something comes first", "[host][caches]") {
  const auto by = [](const char* source) {
    return std::vector<Cache>{{.level = Level::l1, .size = kibibytes(32), .source = source}};
  };
  const CacheSources all{.sysfs = {{0, by("sysfs")}},
                         .device_tree = {{0, by("device tree")}, {1, by("device tree")}},
                         .cpuid = by("cpuid"),
                         .hwloc = {{0, by("hwloc")}, {1, by("hwloc")}}};
  const auto first = all.of(0);
  REQUIRE(first.size() == 4);
  CHECK(first[0][0].source == "sysfs");
  CHECK(first[1][0].source == "device tree");
  CHECK(first[2][0].source == "cpuid");
  CHECK(first[3][0].source == "hwloc");
  CHECK(all.of(1).front()[0].source == "device tree");
  CHECK(all.of(7).front()[0].source == "cpuid");
}
