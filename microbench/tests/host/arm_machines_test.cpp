// SPDX-License-Identifier: Apache-2.0
// Arm machines, one test each by name: kinds, caches with their source, features, instruction sets, findings, in full.
#include "catch_compat.hpp"
#include "host_fixtures.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

using Cpus = std::vector<int>;
using Groups = std::vector<Cpus>;

const Cpus first_four{0, 1, 2, 3};
const Cpus all_eight{0, 1, 2, 3, 4, 5, 6, 7};
constexpr int line = 64;

Cache cache(Level level, double kib, int ways, Cpus shared, int line_bytes = line, const char* source = "sysfs") {
  return {.level = level,
          .size = kibibytes(kib),
          .ways = ways,
          .line_bytes = line_bytes,
          .shared_cpus = std::move(shared),
          .source = source};
}

const IsaSet armv8_0{Isa::scalar, Isa::neon};
const IsaSet armv8_2{Isa::scalar, Isa::neon, Isa::neon_fp16, Isa::neon_dotprod};

const std::vector<std::string> features_of_a53{"asimd", "cpuid", "crc32", "evtstrm", "fp"};
const std::vector<std::string> features_of_a76{"aes",   "asimd", "asimddp", "asimdhp", "asimdrdm", "atomics",
                                               "cpuid", "crc32", "dcpop",   "evtstrm", "fp",       "fphp",
                                               "lrcpc", "pmull", "sha1",    "sha2"};

}  // namespace

TEST_CASE("Raspberry Pi 3, 64-bit", "[host][machines]") {
  const HostInfo host = fixtures::read_machine(fixtures::sources_of("raspberry-pi-3", "aarch64"));
  CHECK(host.board == "Raspberry Pi 3 Model B Rev 1.2");
  CHECK(host.huge_pages == "absent");
  CHECK(host.packages == 1);
  CHECK_FALSE(host.virtual_machine);
  CHECK_FALSE(host.emulated);
  CHECK(host.container.empty());
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "cortex-a53");
  CHECK(kind.model_name == "Arm Cortex-A53");
  CHECK(kind.midr == std::uint64_t{0x410fd034});
  CHECK(kind.cpus == first_four);
  CHECK(kind.isas == armv8_0);
  CHECK(kind.features == features_of_a53);
  CHECK(kind.caches == std::vector<Cache>{cache(Level::l1, 32, 4, {0}), cache(Level::l2, 512, 16, first_four)});
  CHECK(kind.datasheet_caches.empty());  // made with 8 to 64 KiB: no size is this one's
  CHECK(kind.clusters == Groups{first_four});
  CHECK(kind.smt_siblings.empty());
  CHECK(kind.pmu == "armv8_cortex_a53");
  CHECK(kind.capacity == 1024);
  CHECK(kind.highest_clock == gigahertz(1.2));
}

TEST_CASE("Raspberry Pi 3, 32-bit kernel that states no caches", "[host][machines]") {
  auto sources = fixtures::sources_of("raspberry-pi-3-32bit", "arm");
  sources.allowed_cpus = first_four;  // this tree has no list of cpus that are online
  sources.process.machine = "armv7l";
  sources.process.platform = "v7l";
  const HostInfo host = fixtures::read_machine(sources);
  CHECK_FALSE(host.emulated);
  CHECK(fixtures::finding_ids(host) == "cache-sizes-not-stated");
  const Finding* finding = fixtures::find_finding(host, "cache-sizes-not-stated");
  REQUIRE(finding != nullptr);
  CHECK(finding->core_kind == "cortex-a53");
  CHECK(finding->consequence == "sizes and levels are those that the sweep measures");
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "cortex-a53");
  CHECK(kind.midr == std::uint64_t{0x410fd034});
  CHECK(kind.isas == IsaSet{Isa::scalar, Isa::neon, Isa::neon_vfpv4});
  CHECK(kind.caches.empty());
  CHECK_FALSE(kind.capacity.has_value());
  CHECK(kind.pmu.empty());
}

TEST_CASE("Raspberry Pi 3, 32-bit kernel 6.1: the device tree states the caches", "[host][machines]") {
  auto sources = fixtures::sources_of("raspberry-pi-3-32bit-6.1", "arm");
  sources.process.machine = "armv7l";
  sources.process.platform = "v7l";
  const HostInfo host = fixtures::read_machine(sources);
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "cortex-a53");
  CHECK(kind.caches == std::vector<Cache>{cache(Level::l1, 32, 4, {0}, line, "device tree"),
                                          cache(Level::l2, 512, 16, first_four, line, "device tree")});
  CHECK(kind.clusters == Groups{first_four});
}

TEST_CASE("Raspberry Pi 4", "[host][machines]") {
  const HostInfo host = fixtures::read_machine(fixtures::sources_of("raspberry-pi-4", "aarch64"));
  CHECK(host.board == "Raspberry Pi 4 Model B Rev 1.1");
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "cortex-a72");
  CHECK(kind.midr == std::uint64_t{0x410fd083});
  CHECK(kind.isas == armv8_0);
  CHECK(kind.features == features_of_a53);
  CHECK(kind.caches == std::vector<Cache>{cache(Level::l1, 32, 2, {0}), cache(Level::l2, 1024, 16, first_four)});
  REQUIRE(kind.datasheet_caches.size() == 1);
  CHECK(kind.datasheet_caches[0] == Cache{.level = Level::l1, .size = kibibytes(32), .source = "datasheet"});
  CHECK(kind.clusters == Groups{first_four});
  CHECK(kind.pmu == "armv8_cortex_a72");
  CHECK(kind.highest_clock == gigahertz(1.8));
}

TEST_CASE("Raspberry Pi 4 with a 32-bit userland on its 64-bit kernel", "[host][machines]") {
  auto sources = fixtures::sources_of("raspberry-pi-4", "arm", 4, {Isa::scalar, Isa::neon, Isa::neon_vfpv4});
  sources.process.machine = "aarch64";
  sources.process.platform = "v8l";
  const HostInfo host = fixtures::read_machine(sources);
  CHECK_FALSE(host.emulated);
  CHECK(host.kernel_architecture == "aarch64");
  CHECK(fixtures::finding_ids(host) == "32-bit-program");
  CHECK(host.contradictions.front().text.find("64-bit kernel (aarch64)") != std::string::npos);
  // The kernel's words are those of 64-bit processes; what this one may use is what its own hwcap says.
  CHECK(host.core_kinds.front().features == features_of_a53);
  CHECK(host.core_kinds.front().isas == IsaSet{Isa::scalar, Isa::neon, Isa::neon_vfpv4});
  sources.process.machine = "armv8l";  // under setarch
  CHECK(fixtures::finding_ids(fixtures::read_machine(sources)) == "32-bit-program");
}

TEST_CASE("Raspberry Pi 5", "[host][machines]") {
  auto sources = fixtures::sources_of("raspberry-pi-5", "aarch64");
  sources.page_bytes = 16384;
  const HostInfo host = fixtures::read_machine(sources);
  CHECK(host.board == "Raspberry Pi 5 Model B Rev 1.0");
  CHECK(host.page_bytes == 16384);
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "cortex-a76");
  CHECK(kind.midr == std::uint64_t{0x414fd0b1});
  CHECK(kind.isas == armv8_2);
  CHECK(kind.features == features_of_a76);
  CHECK(kind.caches == std::vector<Cache>{cache(Level::l1, 64, 4, {0}), cache(Level::l2, 512, 8, {0}),
                                          cache(Level::l3, 2048, 16, first_four)});
  CHECK(kind.clusters == Groups{first_four});
  CHECK(kind.pmu == "armv8_cortex_a76");
  CHECK(kind.highest_clock == gigahertz(2.4));
}

TEST_CASE("RK3588: three kinds, since its two clusters of Cortex-A76 are clocked differently", "[host][machines]") {
  const HostInfo host = fixtures::read_machine(fixtures::sources_of("rk3588", "aarch64"));
  CHECK(host.board == "Xunlong Orange Pi 5");
  CHECK(host.huge_pages == "madvise");
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 3);
  const CoreKind& little = host.core_kinds[0];
  CHECK(little.id == "cortex-a55");
  CHECK(little.cpus == first_four);
  CHECK(little.midr == std::uint64_t{0x412fd050});
  CHECK(little.capacity == 405);
  CHECK(little.highest_clock == gigahertz(1.8));
  CHECK(little.clusters == Groups{first_four});
  CHECK(little.pmu == "armv8_cortex_a55");
  CHECK(little.caches == std::vector<Cache>{cache(Level::l1, 32, 4, {0}), cache(Level::l2, 128, 4, {0}),
                                            cache(Level::l3, 3072, 12, all_eight)});
  int first = 4;
  for (const auto& [kind, capacity, clock] : {std::tuple{&host.core_kinds[1], 1003, gigahertz(2.304)},
                                              std::tuple{&host.core_kinds[2], 1024, gigahertz(2.352)}}) {
    CHECK(kind->id == "cortex-a76-cpu" + std::to_string(first));
    CHECK(kind->model_name == "Arm Cortex-A76");
    CHECK(kind->cpus == Cpus{first, first + 1});
    CHECK(kind->midr == std::uint64_t{0x414fd0b0});
    CHECK(kind->capacity == capacity);
    CHECK(kind->highest_clock == clock);
    CHECK(kind->clusters == Groups{{first, first + 1}});
    CHECK(kind->pmu == "armv8_cortex_a76");
    CHECK(kind->caches == std::vector<Cache>{cache(Level::l1, 64, 4, {first}), cache(Level::l2, 512, 8, {first}),
                                             cache(Level::l3, 3072, 12, all_eight)});
    first += 2;
  }
  for (const CoreKind& kind : host.core_kinds) {
    CHECK(kind.isas == armv8_2);
    CHECK(kind.features == features_of_a76);
    CHECK(kind.smt_siblings.empty());
  }
}

TEST_CASE("RK3399: levels without sizes, clusters that only the shared L2 tells", "[host][machines]") {
  const HostInfo host = fixtures::read_machine(fixtures::sources_of("rk3399", "aarch64"));
  CHECK(host.board == "Radxa ROCK Pi 4C");
  CHECK(fixtures::finding_ids(host) == "cache-sizes-not-stated, cache-sizes-not-stated");
  REQUIRE(host.core_kinds.size() == 2);
  CHECK(host.core_kinds[0].id == "cortex-a53");
  CHECK(host.core_kinds[0].cpus == first_four);
  CHECK(host.core_kinds[0].clusters == Groups{first_four});
  CHECK(host.core_kinds[0].capacity == 485);
  CHECK(host.core_kinds[1].id == "cortex-a72");
  CHECK(host.core_kinds[1].cpus == Cpus{4, 5});
  CHECK(host.core_kinds[1].clusters == Groups{{4, 5}});
  CHECK(host.core_kinds[1].highest_clock == gigahertz(1.8));
  for (const CoreKind& kind : host.core_kinds) {
    CHECK(kind.caches.empty());
    CHECK(kind.isas == armv8_0);
  }
  // The data file knows the size of an A72's L1. It is shown, and stands for no statement of the machine.
  REQUIRE(host.core_kinds[1].datasheet_caches.size() == 1);
  CHECK(host.core_kinds[1].datasheet_caches[0].source == "datasheet");
}

TEST_CASE("Apple M1: asymmetric cores, sizes without lines, pages of 16 KiB", "[host][machines]") {
  auto sources = fixtures::sources_of("apple-m1", "aarch64");
  sources.page_bytes = 16384;
  const HostInfo host = fixtures::read_machine(sources);
  CHECK(host.board == "Apple Mac mini (M1, 2020)");
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 2);
  const Cpus big{4, 5, 6, 7};
  const CoreKind& icestorm = host.core_kinds[0];
  CHECK(icestorm.id == "apple-m1-icestorm");
  CHECK(icestorm.midr == std::uint64_t{0x611f0221});
  CHECK(icestorm.cpus == first_four);
  CHECK(icestorm.capacity == 459);
  CHECK(icestorm.pmu == "apple_icestorm_pmu");
  CHECK(icestorm.clusters == Groups{first_four});
  CHECK(icestorm.caches ==
        std::vector<Cache>{cache(Level::l1, 64, 0, {0}, 0), cache(Level::l2, 4096, 0, first_four, 0)});
  const CoreKind& firestorm = host.core_kinds[1];
  CHECK(firestorm.id == "apple-m1-firestorm");
  CHECK(firestorm.midr == std::uint64_t{0x611f0231});
  CHECK(firestorm.cpus == big);
  CHECK(firestorm.capacity == 1024);
  CHECK(firestorm.highest_clock == gigahertz(3.204));
  CHECK(firestorm.pmu == "apple_firestorm_pmu");
  CHECK(firestorm.clusters == Groups{big});
  CHECK(firestorm.caches == std::vector<Cache>{cache(Level::l1, 128, 0, {4}, 0), cache(Level::l2, 12288, 0, big, 0)});
  for (const CoreKind& kind : host.core_kinds) {
    CHECK(kind.isas == IsaSet{Isa::scalar, Isa::neon, Isa::neon_fp16, Isa::neon_fhm, Isa::neon_dotprod});
  }
}

TEST_CASE("Graviton3: i8mm and bf16 by the second word, a guest by its firmware's name", "[host][machines]") {
  const HostInfo host = fixtures::read_machine(fixtures::sources_of("graviton3", "aarch64"));
  CHECK(host.board == "Amazon EC2 c7g.xlarge");
  CHECK(host.virtual_machine);
  CHECK(host.hypervisor == "amazon");
  CHECK(host.numa_nodes == 1);
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "neoverse-v1");
  CHECK(kind.midr == std::uint64_t{0x411fd401});
  CHECK(kind.isas == IsaSet{Isa::scalar, Isa::neon, Isa::neon_fp16, Isa::neon_fhm, Isa::neon_dotprod, Isa::neon_i8mm,
                            Isa::neon_bf16, Isa::sve, Isa::sve_i8mm, Isa::sve_bf16});
  CHECK(kind.caches == std::vector<Cache>{cache(Level::l1, 64, 4, {0}), cache(Level::l2, 1024, 8, {0}),
                                          cache(Level::l3, 32768, 16, first_four)});
  CHECK(kind.pmu == "armv8_pmuv3_0");
  CHECK(kind.clusters.empty());
  CHECK_FALSE(kind.capacity.has_value());
  CHECK_FALSE(kind.highest_clock.has_value());

  SECTION("the same board without a hypervisor is no guest") {
    auto sources = fixtures::sources_of("graviton3", "aarch64");
    auto files = fixtures::load_tree("graviton3");
    files->add("/sys/class/dmi/id/product_name", "c7g.metal\n");
    sources.files = files;
    CHECK_FALSE(fixtures::read_machine(sources).virtual_machine);
  }
}
