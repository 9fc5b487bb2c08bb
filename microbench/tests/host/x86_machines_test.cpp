// SPDX-License-Identifier: Apache-2.0
// x86 machines, one test each by name: kinds, caches with their source, instruction sets, siblings, findings, in full.
#include <algorithm>

#include "catch_compat.hpp"
#include "flag_words.hpp"
#include "host_fixtures.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

using Cpus = std::vector<int>;
using Groups = std::vector<Cpus>;

Cache cache(Level level, double kib, int ways, Cpus shared) {
  return {.level = level,
          .size = kibibytes(kib),
          .ways = ways,
          .line_bytes = 64,
          .shared_cpus = std::move(shared),
          .source = "sysfs"};
}

Cpus from_to(int first, int last) {
  Cpus cpus;
  for (int cpu = first; cpu <= last; ++cpu) cpus.push_back(cpu);
  return cpus;
}

bool has(const CoreKind& kind, const char* feature) {
  return std::binary_search(kind.features.begin(), kind.features.end(), feature);
}

}  // namespace

TEST_CASE("a server of two Xeons with hyper-threading", "[host][machines]") {
  const HostInfo host = fixtures::read_machine(fixtures::sources_of("skylake-server", "x86_64"));
  CHECK(host.board == "Dell Inc. PowerEdge R640");
  CHECK_FALSE(host.virtual_machine);
  CHECK(host.packages == 2);
  CHECK(host.numa_nodes == 2);
  CHECK(host.huge_page_pools == std::vector<HugePagePool>{{.page = kibibytes(2048), .total = 1024, .free = 1000},
                                                          {.page = mebibytes(1024), .total = 4, .free = 4}});
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "intel-skylake-server");
  CHECK(kind.model_name == "Intel(R) Xeon(R) Gold 5122 CPU @ 3.60GHz");
  CHECK(kind.x86 == X86Identity{.vendor = "GenuineIntel", .family = 6, .model = 85, .stepping = 4});
  CHECK(kind.cpus == from_to(0, 15));
  CHECK(kind.isas == IsaSet{Isa::scalar, Isa::avx2, Isa::avx512});
  CHECK(has(kind, "avx512vl"));
  CHECK_FALSE(has(kind, "avx512_vnni"));
  CHECK(kind.caches == std::vector<Cache>{cache(Level::l1, 32, 8, {0, 8}), cache(Level::l2, 1024, 16, {0, 8}),
                                          cache(Level::l3, 16896, 11, {0, 1, 2, 3, 8, 9, 10, 11})});
  CHECK(kind.smt_siblings == Groups{{0, 8}, {1, 9}, {2, 10}, {3, 11}, {4, 12}, {5, 13}, {6, 14}, {7, 15}});
  CHECK(kind.clusters.empty());
  CHECK(kind.pmu.empty());  // "cpu", which lists none: all are alike
  CHECK(kind.highest_clock == gigahertz(3.7));

  SECTION("a process kept to one socket's first threads has no siblings left") {
    auto sources = fixtures::sources_of("skylake-server", "x86_64");
    sources.allowed_cpus = {0, 1, 2, 3};
    const HostInfo few = fixtures::read_machine(sources);
    CHECK(few.packages == 1);
    CHECK(few.core_kinds.front().smt_siblings.empty());
    CHECK(fixtures::finding_ids(few) == "cpus-restricted");
    CHECK(few.contradictions.front().text.find("cpus 0-3 of 0-15") != std::string::npos);
  }
}

TEST_CASE("Alder Lake: P and E cores are two kinds", "[host][machines]") {
  auto sources = fixtures::sources_of("alder-lake", "x86_64");
  // Asked on a P core, CPUID would state its caches for the E cores too.
  sources.cpuid = fixtures::cpuid_of({"fma", "xsave", "avx", "avx2", "avx_vnni"});
  const HostInfo host = fixtures::read_machine(sources);
  CHECK(host.board == "ASUS PRIME Z690-P");
  CHECK(host.huge_pages == "always");
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 2);
  const CoreKind& p = host.core_kinds[0];
  CHECK(p.id == "x86-family6-model151-core");
  CHECK(p.cpus == from_to(0, 11));
  CHECK(p.pmu == "cpu_core");
  CHECK(p.smt_siblings == Groups{{0, 1}, {2, 3}, {4, 5}, {6, 7}, {8, 9}, {10, 11}});
  CHECK(p.clusters.empty());
  CHECK(p.caches == std::vector<Cache>{cache(Level::l1, 48, 12, {0, 1}), cache(Level::l2, 1280, 10, {0, 1}),
                                       cache(Level::l3, 20480, 10, from_to(0, 15))});
  CHECK(p.highest_clock == gigahertz(4.9));
  const CoreKind& e = host.core_kinds[1];
  CHECK(e.id == "x86-family6-model151-atom");
  CHECK(e.cpus == from_to(12, 15));
  CHECK(e.pmu == "cpu_atom");
  CHECK(e.smt_siblings.empty());
  CHECK(e.clusters == Groups{from_to(12, 15)});
  CHECK(e.caches == std::vector<Cache>{cache(Level::l1, 32, 8, {12}), cache(Level::l2, 2048, 16, from_to(12, 15)),
                                       cache(Level::l3, 20480, 10, from_to(0, 15))});
  CHECK(e.highest_clock == gigahertz(3.6));
  for (const CoreKind& kind : host.core_kinds) {
    CHECK(kind.isas == IsaSet{Isa::scalar, Isa::avx2, Isa::avx_vnni});
    CHECK_FALSE(has(kind, "avx512f"));
  }
}

TEST_CASE("the development machine: a Zen 4 guest without PMU and cpufreq", "[host][machines]") {
  auto sources = fixtures::sources_of("zen4-vm", "x86_64");
  const HostInfo host = fixtures::read_machine(sources);
  CHECK(host.virtual_machine);
  CHECK(host.hypervisor.empty());  // only CPUID names it
  CHECK(host.container == "docker");
  CHECK_FALSE(host.cpu_quota.has_value());
  CHECK(host.packages == 1);
  CHECK(host.numa_nodes == 1);
  CHECK(host.huge_page_pools == std::vector<HugePagePool>{{.page = kibibytes(2048), .total = 0, .free = 0},
                                                          {.page = mebibytes(1024), .total = 0, .free = 0}});
  CHECK(fixtures::finding_ids(host).empty());
  REQUIRE(host.core_kinds.size() == 1);
  const CoreKind& kind = host.core_kinds.front();
  CHECK(kind.id == "amd-zen4");
  CHECK(kind.isas == IsaSet{Isa::scalar, Isa::avx2, Isa::avx512, Isa::avx512_vnni, Isa::avx512_bf16,
                            Isa::avx512_vpopcntdq, Isa::avx512_bitalg});
  CHECK(kind.caches == std::vector<Cache>{cache(Level::l1, 32, 8, {0}), cache(Level::l2, 1024, 8, {0}),
                                          cache(Level::l3, 32768, 16, {0, 1})});
  CHECK(kind.datasheet_caches.size() == 2);
  CHECK(kind.smt_siblings.empty());
  CHECK(kind.clusters.empty());  // cluster 65535 is none
  CHECK(kind.pmu.empty());
  CHECK_FALSE(kind.highest_clock.has_value());
}
