// SPDX-License-Identifier: Apache-2.0
// One test per machine, by name.
#include "catch_compat.hpp"
#include "host_fixtures.hpp"
#include "microbench/affinity.hpp"
#include "microbench/host/virtual_machine.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

CoreTable cores() {
  auto table = built_in_core_facts();
  REQUIRE(table.has_value());
  return std::move(table).value();
}

}  // namespace

TEST_CASE("AMD Zen 4 guest: identity, caches and hypervisor agree with one another", "[host][machines]") {
  auto sources = fixtures::sources_of("zen4-vm", "x86_64", 2, {Isa::scalar, Isa::avx2, Isa::avx512});
  sources.cpuid = fixtures::kvm_cpuid();
  const HostInfo host = read_host(sources, cores());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "amd-zen4");
  CHECK(kind.cpus == std::vector<int>{0, 1});
  CHECK(kind.model_name == "AMD EPYC");
  CHECK(kind.x86 == X86Identity{.vendor = "AuthenticAMD", .family = 25, .model = 17, .stepping = 1});
  CHECK_FALSE(kind.midr.has_value());
  REQUIRE(kind.caches.size() == 3);
  CHECK(kind.caches[0] == Cache{.level = Level::l1,
                                .size = kibibytes(32),
                                .ways = 8,
                                .line_bytes = 64,
                                .shared_cpus = {0},
                                .source = "sysfs"});
  CHECK(kind.caches[1].size == mebibytes(1));
  CHECK(kind.caches[2].size == mebibytes(32));
  CHECK(kind.caches[2].shared_cpus == std::vector<int>{0, 1});
  CHECK(host.virtual_machine);
  CHECK(host.hypervisor == "kvm");
  CHECK_FALSE(host.emulated);
  CHECK(host.contradictions.empty());
  CHECK(host.huge_pages == "madvise");
  CHECK(host.os == "Debian GNU/Linux 12 (bookworm)");
  CHECK(host.memory_total == kibibytes(24684084));

  const auto facts = datasheet_facts(cores(), kind, host.contradictions);
  REQUIRE(facts.has_value());
  CHECK(facts->limit("fma", DType::f32, Isa::avx2)->value == 32.0);
  CHECK(facts->limit("fma", DType::f32, Isa::avx512)->value == 32.0);
  CHECK(facts->limit("dot", DType::i8, Isa::avx512_vnni)->value == 128.0);
  CHECK(facts->l1_read(Isa::avx512)->value == 64.0);
}

TEST_CASE("A guest named Rocket Lake with AMX and 2 MiB of L2 is not believed", "[host][machines]") {
  const auto sources =
      fixtures::sources_of("rocket-lake-with-amx-vm", "x86_64", 2, {Isa::scalar, Isa::avx2, Isa::avx512});
  const HostInfo host = read_host(sources, cores());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "x86-family6-model167");

  const Finding* identity = fixtures::find_finding(host, "cpuid-model-contradicted");
  REQUIRE(identity != nullptr);
  CHECK(identity->withholds_datasheet);
  CHECK(identity->core_kind == kind.id);
  CHECK(identity->text.find("model 0xa7") != std::string::npos);
  CHECK(identity->text.find("amx_tile") != std::string::npos);
  CHECK(identity->text.find("L2 is 2 MiB, this core has 512 KiB") != std::string::npos);
  CHECK(identity->text.find("L1D") == std::string::npos);
  CHECK_FALSE(datasheet_facts(cores(), kind, host.contradictions).has_value());

  const Finding* l3 = fixtures::find_finding(host, "nominal-l3-of-host");
  REQUIRE(l3 != nullptr);
  CHECK(l3->text == "the nominal L3 of 480 MiB is of the host, not of this VM with 2 processors");
  CHECK_FALSE(l3->withholds_datasheet);
  CHECK(host.virtual_machine);
  CHECK(host.hypervisor.empty());
}

TEST_CASE("Raspberry Pi 4: four Cortex-A72 with their datasheet figures", "[host][machines]") {
  const HostInfo host =
      read_host(fixtures::sources_of("raspberry-pi-4", "aarch64", 4, {Isa::scalar, Isa::neon}), cores());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "cortex-a72");
  CHECK(kind.model_name == "Arm Cortex-A72");
  CHECK(kind.midr == std::uint64_t{0x410fd083});
  CHECK(kind.cpus == std::vector<int>{0, 1, 2, 3});
  REQUIRE(kind.caches.size() == 2);
  CHECK(kind.caches[0].size == kibibytes(32));
  CHECK(kind.caches[0].ways == 2);
  CHECK(kind.caches[1].shared_cpus == std::vector<int>{0, 1, 2, 3});
  CHECK(host.board == "Raspberry Pi 4 Model B Rev 1.1");
  CHECK(host.huge_pages == "absent");
  CHECK_FALSE(host.virtual_machine);
  CHECK(host.contradictions.empty());
  const auto facts = datasheet_facts(cores(), kind, host.contradictions);
  REQUIRE(facts.has_value());
  CHECK(facts->limit("fma", DType::f32, Isa::neon)->value == 8.0);
  CHECK(facts->l1_read(Isa::neon)->value == 16.0);
  CHECK(facts->l1_write(Isa::neon)->value == 8.0);
}

TEST_CASE("RK3399: two core kinds, and caches without sizes stay absent", "[host][machines]") {
  const HostInfo host = read_host(fixtures::sources_of("rk3399", "aarch64", 6, {Isa::scalar, Isa::neon}), cores());
  REQUIRE(host.core_kinds.size() == 2);
  CHECK(host.core_kinds[0].id == "cortex-a53");
  CHECK(host.core_kinds[0].cpus == std::vector<int>{0, 1, 2, 3});
  CHECK(host.core_kinds[1].id == "cortex-a72");
  CHECK(host.core_kinds[1].cpus == std::vector<int>{4, 5});
  CHECK(host.core_kinds[1].midr == std::uint64_t{0x410fd082});
  CHECK(host.core_kinds[0].caches.empty());
  CHECK(host.core_kinds[1].caches.empty());

  SECTION("a restricted process sees only the kinds that it may run on") {
    auto sources = fixtures::sources_of("rk3399", "aarch64", 6, {Isa::scalar, Isa::neon});
    sources.allowed_cpus = {5};
    const HostInfo few = read_host(sources, cores());
    REQUIRE(few.core_kinds.size() == 1);
    CHECK(few.core_kinds[0].id == "cortex-a72");
    CHECK(few.core_kinds[0].cpus == std::vector<int>{5});
  }
  SECTION("hwloc fills in what sysfs does not state, under its own name") {
    auto sources = fixtures::sources_of("rk3399", "aarch64", 6, {Isa::scalar, Isa::neon});
    sources.topology_library = [] {
      return Result<LibraryTopology>(
          {.caches = {{0, {Cache{.level = Level::l1, .size = kibibytes(32), .source = "hwloc"}}}}});
    };
    const HostInfo more = read_host(sources, cores());
    REQUIRE(more.core_kinds[0].caches.size() == 1);
    CHECK(more.core_kinds[0].caches[0].source == "hwloc");
    CHECK(more.core_kinds[1].caches.empty());
    CHECK(fixtures::finding_ids(more) == "cache-sizes-not-stated");  // of the other kind
  }
}

TEST_CASE("One core in two implementations makes two kinds with different ids", "[host][machines]") {
  auto files = fixtures::load_tree("raspberry-pi-4");
  files->add("/sys/devices/system/cpu/cpu3/cpufreq/cpuinfo_max_freq", "2200000\n");
  auto sources = fixtures::sources_of("raspberry-pi-4", "aarch64", 4, {Isa::scalar, Isa::neon});
  sources.files = files;
  const HostInfo host = read_host(sources, cores());
  REQUIRE(host.core_kinds.size() == 2);
  CHECK(host.core_kinds[0].id == "cortex-a72-cpu0");
  CHECK(host.core_kinds[1].id == "cortex-a72-cpu3");
}

TEST_CASE("Raspberry Pi 3, 32-bit: MIDR from cpuinfo, no caches", "[host][machines]") {
  auto sources = fixtures::sources_of("raspberry-pi-3-32bit", "arm", 4, {Isa::scalar, Isa::neon, Isa::neon_vfpv4});
  sources.process.machine = "armv7l";
  sources.process.platform = "v7l";
  const HostInfo host = read_host(sources, cores());
  REQUIRE(host.core_kinds.size() == 1);
  CHECK(host.core_kinds[0].id == "cortex-a53");
  CHECK(host.core_kinds[0].model_name == "Arm Cortex-A53");
  CHECK(host.core_kinds[0].midr == std::uint64_t{0x410fd034});
  CHECK(host.core_kinds[0].caches.empty());
  CHECK_FALSE(host.emulated);
}

TEST_CASE("hwloc and sysfs disagreeing about a size is a finding", "[host][machines]") {
  auto sources = fixtures::sources_of("raspberry-pi-4", "aarch64", 4, {Isa::scalar, Isa::neon});
  sources.topology_library = [] {
    return Result<LibraryTopology>(
        {.caches = {{0, {Cache{.level = Level::l2, .size = kibibytes(512), .source = "hwloc"}}}}});
  };
  const HostInfo host = read_host(sources, cores());
  const Finding* finding = fixtures::find_finding(host, "cache-sizes-disagree");
  REQUIRE(finding != nullptr);
  CHECK(finding->text == "L2: sysfs says 1 MiB, hwloc says 512 KiB");
  CHECK(datasheet_facts(cores(), host.core_kinds[0], host.contradictions).has_value());
}

TEST_CASE("This machine can be read, whatever it is", "[host][machines]") {
  const HostInfo host = read_host(native_host_sources(), cores());
  CHECK(host.architecture == binary_architecture());
  REQUIRE_FALSE(host.core_kinds.empty());
  std::size_t cpus = 0;
  for (const CoreKind& kind : host.core_kinds) {
    cpus += kind.cpus.size();
    CHECK_FALSE(kind.id.empty());
    CHECK(contains(kind.isas, Isa::scalar));
    for (std::size_t i = 1; i < kind.caches.size(); ++i) CHECK(kind.caches[i - 1].level < kind.caches[i].level);
  }
  CHECK(cpus == allowed_cpus().size());
  CHECK(host.page_bytes >= 4096);
  CHECK(host.memory_total > host.memory_available);
  CHECK_FALSE(host.kernel.empty());
}
