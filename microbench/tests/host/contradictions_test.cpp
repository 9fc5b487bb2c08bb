// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/contradictions.hpp"

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

CoreFacts claimed() {
  CoreFacts facts;
  facts.name = "Some Core";
  facts.expect.present = {"avx2"};
  facts.expect.absent = {"amx_tile"};
  facts.expect.l1d_sizes = {kibibytes(32), kibibytes(48)};
  facts.expect.l2_sizes = {kibibytes(512)};
  return facts;
}

CoreKind seen() {
  CoreKind kind;
  kind.id = "kind";
  kind.x86 = X86Identity{.vendor = "V", .family = 6, .model = 1, .stepping = 0};
  kind.features = {"avx2", "fma"};
  kind.caches = {{.level = Level::l1, .size = kibibytes(48)}, {.level = Level::l2, .size = kibibytes(512)}};
  return kind;
}

}  // namespace

TEST_CASE("a model with its own features and caches is believed", "[host][contradictions]") {
  CHECK(identity_contradictions(claimed(), seen(), false).empty());
  CHECK(cache_contradictions(seen(), false).empty());
}

TEST_CASE("a feature that the model cannot have contradicts it", "[host][contradictions]") {
  CoreKind kind = seen();
  kind.features = {"amx_tile", "avx2"};
  for (const bool virtual_machine : {false, true}) {
    const auto findings = identity_contradictions(claimed(), kind, virtual_machine);
    REQUIRE(findings.size() == 1);
    CHECK(findings[0].withholds_datasheet);
  }
}

TEST_CASE("a missing feature contradicts a bare machine, but a hypervisor may hide it", "[host][contradictions]") {
  CoreKind kind = seen();
  kind.features = {"fma"};
  CHECK(identity_contradictions(claimed(), kind, false).size() == 1);
  CHECK(identity_contradictions(claimed(), kind, true).empty());
}

TEST_CASE("an unstated cache contradicts nothing, another size does", "[host][contradictions]") {
  CoreKind kind = seen();
  kind.caches.clear();
  CHECK(identity_contradictions(claimed(), kind, false).empty());
  kind.caches = {{.level = Level::l1, .size = kibibytes(64)}};
  const auto findings = identity_contradictions(claimed(), kind, false);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].text ==
        "CPUID family 6 model 0x1 names Some Core, but L1D is 64 KiB, this core has 32 KiB or 48 KiB");
}

TEST_CASE("levels must not shrink outward", "[host][contradictions]") {
  CoreKind kind = seen();
  kind.caches[1].size = kibibytes(32);
  const auto findings = cache_contradictions(kind, false);
  REQUIRE(findings.size() == 1);
  CHECK(findings[0].id == "cache-order");
}

TEST_CASE("a large L3 is doubted only in a virtual machine", "[host][contradictions]") {
  CoreKind kind = seen();
  kind.caches.push_back({.level = Level::l3, .size = mebibytes(480), .shared_cpus = {0, 1}});
  CHECK(cache_contradictions(kind, false).empty());
  CHECK(cache_contradictions(kind, true).size() == 1);
  kind.caches.back().size = mebibytes(64);
  CHECK(cache_contradictions(kind, true).empty());
}
