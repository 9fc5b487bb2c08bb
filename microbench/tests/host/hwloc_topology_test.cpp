// SPDX-License-Identifier: Apache-2.0
// The recorded machines through hwloc's own loading: it reads the same trees from a folder, and must agree with us.
#include "microbench/host/hwloc_topology.hpp"

#include <fmt/format.h>

#include <cstdio>
#include <cstdlib>

#include "catch_compat.hpp"
#include "host_fixtures.hpp"
#include "machine_tree.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

/// hwloc reads below this folder while the value lives; it is then no longer "this system" to it. Of its readers only
/// the one of files: the one of CPUID would ask the processor that the test runs on.
class HwlocRoot {
 public:
  explicit HwlocRoot(const std::string& root) {
    ::setenv("HWLOC_FSROOT", root.c_str(), 1);
    ::setenv("HWLOC_THISSYSTEM", "0", 1);
    ::setenv("HWLOC_COMPONENTS", "linux,stop", 1);
  }
  HwlocRoot(const HwlocRoot&) = delete;
  HwlocRoot& operator=(const HwlocRoot&) = delete;
  ~HwlocRoot() {
    ::unsetenv("HWLOC_FSROOT");
    ::unsetenv("HWLOC_THISSYSTEM");
    ::unsetenv("HWLOC_COMPONENTS");
  }
};

bool has_hwloc() {
  const auto topology = read_hwloc_topology();
  if (topology.has_value() || topology.error().reason != Reason::not_built) return true;
  std::puts("SKIP: this program was built without hwloc");
  return false;
}

struct Machine {
  const char* tree;
  const char* architecture;
};
constexpr Machine machines[] = {{"raspberry-pi-3", "aarch64"}, {"raspberry-pi-3-32bit-6.1", "arm"},
                                {"raspberry-pi-4", "aarch64"}, {"raspberry-pi-5", "aarch64"},
                                {"rk3399", "aarch64"},         {"rk3588", "aarch64"},
                                {"apple-m1", "aarch64"},       {"graviton3", "aarch64"},
                                {"skylake-server", "x86_64"},  {"alder-lake", "x86_64"},
                                {"zen4-vm", "x86_64"}};

}  // namespace

TEST_CASE("hwloc loads every recorded machine, and finds what we find", "[host][hwloc]") {
  if (!has_hwloc()) return;
  for (const Machine& machine : machines) {
    INFO(machine.tree);
    auto sources = fixtures::sources_of(machine.tree, machine.architecture);
    const HostInfo alone = fixtures::read_machine(sources);
    const fixtures::MaterialisedTree folder(fixtures::read_machine_tree(machine.tree));
    const HwlocRoot root(folder.root());
    const auto library = read_hwloc_topology();
    REQUIRE(library.has_value());
    CHECK(library->caches.size() == sources.allowed_cpus.size());
    for (const CoreKind& kind : alone.core_kinds) {
      const bool in_sysfs = !kind.caches.empty() && kind.caches.front().source == "sysfs";
      const std::vector<Cache>& theirs = library->caches.at(kind.cpus.front());
      REQUIRE(theirs.size() == (in_sysfs ? kind.caches.size() : 0));
      for (std::size_t i = 0; i < theirs.size(); ++i) {
        CHECK(theirs[i].level == kind.caches[i].level);
        CHECK(theirs[i].size == kind.caches[i].size);
        CHECK(theirs[i].shared_cpus == kind.caches[i].shared_cpus);
        CHECK(theirs[i].source == "hwloc");
      }
    }
    sources.topology_library = [] { return read_hwloc_topology(); };
    const HostInfo both = fixtures::read_machine(sources);
    CHECK(fixtures::finding_ids(both) == fixtures::finding_ids(alone));
  }
}

TEST_CASE("hwloc's kinds are a second source: of P and E cores, and of big and little ones", "[host][hwloc]") {
  if (!has_hwloc()) return;
  for (const char* tree : {"alder-lake", "rk3588", "rk3399", "apple-m1"}) {
    INFO(tree);
    const fixtures::MaterialisedTree folder(fixtures::read_machine_tree(tree));
    const HwlocRoot root(folder.root());
    const auto library = read_hwloc_topology();
    REQUIRE(library.has_value());
    CHECK(library->kinds.size() >= 2);
  }
}

TEST_CASE("where hwloc reads something else than we do, that is a finding", "[host][hwloc]") {
  if (!has_hwloc()) return;
  auto sources = fixtures::sources_of("skylake-server", "x86_64");
  sources.topology_library = [] { return read_hwloc_topology(); };
  auto entries = fixtures::read_machine_tree("skylake-server");
  for (fixtures::TreeEntry& entry : entries) {
    if (entry.path == "/sys/devices/system/cpu/cpu0/cache/index2/size") entry.content = "512K\n";
    if (entry.path.ends_with("core_cpus") || entry.path.ends_with("thread_siblings")) {
      const std::string cpu = entry.path.substr(27, entry.path.find('/', 27) - 27);
      entry.content = fmt::format("{:x}\n", 1UL << std::strtoul(cpu.c_str(), nullptr, 10));
    }
  }
  const fixtures::MaterialisedTree folder(entries);
  const HwlocRoot root(folder.root());
  const HostInfo host = fixtures::read_machine(sources);
  const Finding* siblings = fixtures::find_finding(host, "smt-siblings-disagree");
  REQUIRE(siblings != nullptr);
  CHECK(siblings->text == "sysfs puts two threads on 8 cores, hwloc on 0");
  const Finding* size = fixtures::find_finding(host, "cache-sizes-disagree");
  REQUIRE(size != nullptr);
  CHECK(size->text == "L2: sysfs says 1 MiB, hwloc says 512 KiB");
}
