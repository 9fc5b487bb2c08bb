// SPDX-License-Identifier: Apache-2.0
#include "probes/catalogue.hpp"

#include <algorithm>
#include <fstream>
#include <set>
#include <sstream>

#include "catch_compat.hpp"
#include "probes/kernel_abi.h"
#include "probes/markdown.hpp"

using cachebound::accumulates;
using cachebound::Error;
using cachebound::Isa;
using cachebound::IsaSet;
using cachebound::Reason;
using cachebound::Status;
using cachebound::probes::architecture;
using cachebound::probes::by_type;
using cachebound::probes::catalogue;
using cachebound::probes::clock_chains;
using cachebound::probes::find;
using cachebound::probes::nearest_id;
using cachebound::probes::operation_of;
using cachebound::probes::Probe;
using cachebound::probes::ProbeKind;
using cachebound::probes::runnable_on;

namespace {

/// <operation>[_<dtype>]_<isa>[_<form>] of lower-case words; scalar probes need not name their set.
bool follows_grammar(const Probe& probe) {
  const std::string id(probe.id);
  if (id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_") != std::string::npos) return false;
  if (id.find("__") != std::string::npos || id.back() == '_') return false;
  std::string expected(operation_of(probe));
  if (probe.kind == ProbeKind::chain) return expected == "chain";
  if (probe.kind == ProbeKind::memory && expected != to_string(*probe.access)) return false;
  if (probe.kind == ProbeKind::load_slots && expected != "loads") return false;
  if (probe.kind == ProbeKind::latency) return expected == "chase";
  if (probe.kind == ProbeKind::mixed && expected != "mixed") return false;
  if (probe.kind == ProbeKind::compute || probe.kind == ProbeKind::mixed)
    expected += "_" + std::string(to_string(probe.dtype));
  expected += "_" + std::string(to_string(probe.isa));
  return id == expected || id.rfind(expected + "_", 0) == 0;
}

/// The set that a host of this one has too: an extension is reported where its base is (host/cpuid_x86_64.cpp).
Isa base_of(Isa isa) {
  switch (isa) {
    case Isa::avx_vnni:
      return Isa::avx2;
    case Isa::avx512_vnni:
    case Isa::avx512_bf16:
    case Isa::avx512_fp16:
    case Isa::avx512_vpopcntdq:
    case Isa::avx512_bitalg:
      return Isa::avx512;
    default:
      return isa;
  }
}

std::vector<std::string> readme_rows() {
  std::ifstream readme(CACHEBOUND_SOURCE_DIR "/probes/" + std::string(architecture()) + "/README.md");
  std::vector<std::string> rows;
  const std::string prefix = "| `";
  for (std::string line; std::getline(readme, line);) {
    if (line.rfind(prefix, 0) == 0) rows.push_back(line);
  }
  return rows;
}

}  // namespace

TEST_CASE("probe ids are unique and follow the grammar", "[probes]") {
  std::set<std::string> seen;
  for (const Probe& probe : catalogue()) {
    const std::string id(probe.id);
    CAPTURE(id);
    CHECK(follows_grammar(probe));
    CHECK(seen.insert(id).second);
  }
}

TEST_CASE("every entry declares what its kind needs", "[probes]") {
  for (const Probe& probe : catalogue()) {
    CAPTURE(probe.id);
    const auto& per = probe.per_iteration;
    CHECK(probe.kernel != nullptr);
    CHECK(!probe.summary.empty());
    CHECK(probe.out_bytes > 0);
    const bool computes = probe.kind == ProbeKind::compute || probe.kind == ProbeKind::mixed;
    CHECK((per.flops.value > 0) == computes);
    const bool windowed =
        probe.kind == ProbeKind::memory || probe.kind == ProbeKind::load_slots || probe.kind == ProbeKind::mixed;
    CHECK((per.read.value + per.written.value > 0) == (windowed || probe.kind == ProbeKind::latency));
    CHECK((per.loads > 0) == (probe.kind == ProbeKind::load_slots || probe.kind == ProbeKind::latency));
    CHECK((probe.block_bytes > 0) == windowed);
    CHECK((probe.accumulators > 0) == computes);
    CHECK((probe.instructions > 0) == computes);
    CHECK((per.chain_steps > 0) == (probe.kind == ProbeKind::chain));
    CHECK(probe.access.has_value() == (probe.kind == ProbeKind::memory));
  }
}

TEST_CASE("a datasheet's loads of whole registers are those of one form, which loads them whole", "[probes]") {
  std::set<Isa> seen;
  for (const Probe& probe : catalogue()) {
    if (!probe.whole_registers) continue;
    CAPTURE(probe.id);
    CHECK(probe.kind == ProbeKind::load_slots);
    CHECK(seen.insert(*probe.whole_registers).second);
    const auto& per = probe.per_iteration;
    CHECK(per.read.value == per.loads * vector_bytes(*probe.whole_registers));
  }
  CHECK(seen.empty() == (architecture() == "arm"));
}

TEST_CASE("every probe is normalised by a chain that runs where it runs", "[probes]") {
  for (const Probe& probe : catalogue()) {
    CAPTURE(probe.id);
    const bool is_clock =
        probe.kind == ProbeKind::chain && probe.cycles_per_step.has_value() && probe.isa == Isa::scalar;
    CHECK(probe.chain.empty() == is_clock);
    if (is_clock) continue;
    const Probe* chain = find(probe.chain);
    REQUIRE(chain != nullptr);
    CHECK(chain->kind == ProbeKind::chain);
    CHECK(chain->trusted_clock);
    CHECK((chain->isa == probe.isa || chain->isa == base_of(probe.isa) || chain->isa == Isa::scalar));
    if (probe.kind == ProbeKind::chain) CHECK(chain->cycles_per_step.has_value());
  }
}

TEST_CASE("two clocks of different instructions exist, and the folded chain is none", "[probes]") {
  CHECK(clock_chains().size() == 2);
  for (const Probe* chain : clock_chains()) CHECK(chain->id != "chain_add_imm");
  CHECK(find("chain_add_imm") != nullptr);
}

TEST_CASE("a mistyped id finds its neighbour", "[probes]") {
  CHECK(find("no_such_probe") == nullptr);
  CHECK(nearest_id("chain_add_rge") == "chain_add_reg");
  CHECK(nearest_id("chian_add_imm") == "chain_add_imm");
  for (const Probe& probe : catalogue()) CHECK(nearest_id(probe.id) == probe.id);
}

TEST_CASE("what the host lacks is refused with the reason", "[probes]") {
  for (const Probe& probe : catalogue()) {
    CAPTURE(probe.id);
    CHECK(!runnable_on(probe, {Isa::scalar, probe.isa}));
    if (probe.isa == Isa::scalar) continue;
    const Status refused = runnable_on(probe, {Isa::scalar});
    REQUIRE(refused);
    CHECK(refused->reason == Reason::not_supported_by_cpu);
    CHECK(refused->detail == "needs " + std::string(to_string(probe.isa)) + "; this core has scalar");
  }
}

TEST_CASE("forms of one type stand together, the widest first", "[probes]") {
  std::vector<const Probe*> all;
  for (const Probe& probe : catalogue()) all.push_back(&probe);
  std::set<const Probe*> seen;
  for (const auto& forms : by_type(all)) {
    for (const Probe* probe : forms) {
      CAPTURE(probe->id, forms.front()->id);
      CHECK(seen.insert(probe).second);
      CHECK(probe->kind == forms.front()->kind);
      CHECK(probe->dtype == forms.front()->dtype);
      CHECK(probe->access == forms.front()->access);
      CHECK(accumulates(operation_of(*probe)) == accumulates(operation_of(*forms.front())));
      CHECK(vector_bytes(probe->isa) <= vector_bytes(forms.front()->isa));
    }
  }
  CHECK(seen.size() == all.size());
}

TEST_CASE("outer products stand apart from what vectors do", "[probes]") {
  std::vector<const Probe*> all;
  for (const Probe& probe : catalogue()) all.push_back(&probe);
  for (const auto& forms : by_type(all))
    for (const Probe* probe : forms)
      CHECK((operation_of(*probe) == "mopa") == (operation_of(*forms.front()) == "mopa"));
}

TEST_CASE("each form of load and each layout of a chase is a measurement of its own", "[probes]") {
  for (const auto& forms : by_type([] {
         std::vector<const Probe*> some;
         for (const Probe& probe : catalogue())
           if (probe.kind == ProbeKind::load_slots || probe.kind == ProbeKind::latency) some.push_back(&probe);
         return some;
       }())) {
    CAPTURE(forms.front()->id);
    CHECK(forms.size() == 1);
  }
}

TEST_CASE("the table beside the kernels is the catalogue", "[probes]") {
  std::vector<std::string> rows;
  for (const Probe& probe : catalogue()) rows.push_back(markdown_row(probe));
  CHECK(readme_rows() == rows);
}
