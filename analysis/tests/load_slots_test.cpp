// SPDX-License-Identifier: Apache-2.0
#include "analysis/load_slots.hpp"

#include "analysis/attribution.hpp"
#include "analysis/roofline.hpp"
#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

/// The example's core at 1 GHz, with two whole loads and one broadcast per cycle.
MeasuredCoreKind kind() {
  MeasuredCoreKind core = example::machine().core_kinds.at(0);
  std::erase_if(core.ceilings, [](const Ceiling& c) { return c.kind == CeilingKind::load_slots; });
  for (const auto& [id, rate] : {std::pair{"loads_whole", 2.0}, std::pair{"loads_broadcast", 1.0}}) {
    Ceiling& ceiling = core.ceilings.emplace_back();
    ceiling.id = id;
    ceiling.kind = CeilingKind::load_slots;
    ceiling.cycles_known = true;
    ceiling.loads_per_cycle = example::estimate<LoadsPerCycle>(rate);
    ceiling.loads_per_second = example::estimate<LoadRate>(rate * example::clock_hz);
    ceiling.quality = Quality::stable;
  }
  return core;
}

/// 6400 flops: 100 cycles of compute. 1280 bytes: 20 cycles of L1.
OperatorMeasurement row(std::vector<AccessCount> loads) {
  OperatorMeasurement m = example::gemm("x", Isa::avx512, 500e-9);
  m.work = Flops{6400};
  m.traffic = {{Level::l1, {1280}, {0}, TrafficSource::traced}, {Level::l2, {0}, {0}, TrafficSource::modelled}};
  m.loads = std::move(loads);
  return m;
}

}  // namespace

TEST_CASE("loads take slots by form, whatever they carry", "[analysis][placement]") {
  const auto time = load_slot_time(kind(), {{"vec512", "loads_whole", 100, {6400}},
                                            {"broadcast32", "loads_broadcast", 200, {800}},
                                            {"lane32", "", 7, {28}},
                                            {"gather", "loads_nobody_measured", 3, {96}}});
  REQUIRE(time);
  CHECK(time->cycles->value == Approx(100 / 2.0 + 200 / 1.0));
  CHECK(time->seconds.value == Approx(250e-9));
  CHECK(time->ceiling == "loads_broadcast");
  CHECK(time->loads == 300.0);
  CHECK(time->without_probe == 10.0);
  CHECK_FALSE(load_slot_time(kind(), {{"lane32", "", 7, {28}}}));
  CHECK_FALSE(load_slot_time(kind(), {}));
}

TEST_CASE("broadcasts bind by their slots where bytes would not", "[analysis][placement]") {
  const Placement p = *place(kind(), row({{"broadcast32", "loads_broadcast", 200, {800}}}));
  CHECK(bound_name(p.bound) == "L1");
  CHECK(p.ceiling == "loads_broadcast");
  CHECK(p.attainable.value == Approx(6400 / 200e-9));
  REQUIRE(p.roofs.at(1).loads);
  CHECK(*p.roofs[1].loads == 200.0);
  const Attribution a = *attribute(kind(), row({{"broadcast32", "loads_broadcast", 200, {800}}}));
  CHECK(a.terms.at(1).picoseconds == 100000);
  CHECK(a.terms.at(1).detail == "200 loads in load slots, most time at loads_broadcast");
}

TEST_CASE("where bytes take longer than slots, or loads were not traced, bytes are the limit",
          "[analysis][placement]") {
  CHECK((*place(kind(), row({{"vec512", "loads_whole", 20, {1280}}}))).roofs.at(1).ceiling == "read_l1");
  CHECK((*place(kind(), row({}))).roofs.at(1).ceiling == "read_l1");
}
