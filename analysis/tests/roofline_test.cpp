// SPDX-License-Identifier: Apache-2.0
#include "analysis/roofline.hpp"

#include <string>
#include <tuple>

#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

/// 64 flops/cycle at 1 GHz; L1 64, L2 32 B/cycle; L3 16, DRAM 8 GB/s.
MeasuredCoreKind example_kind() { return example::machine().core_kinds.at(0); }

/// 6400 flops take 100 cycles of compute.
OperatorMeasurement row(double l1_bytes, double dram_bytes, double seconds) {
  OperatorMeasurement m = example::gemm("x", Isa::avx512, seconds);
  m.work = Flops{6400};
  m.traffic = {{Level::l1, {l1_bytes}, {0}, TrafficSource::modelled},
               {Level::l2, {0}, {0}, TrafficSource::modelled},
               {Level::l3, {0}, {0}, TrafficSource::modelled},
               {Level::dram, {dram_bytes}, {0}, TrafficSource::modelled}};
  return m;
}

Ceiling& ceiling(MeasuredCoreKind& k, const std::string& id) {
  for (Ceiling& c : k.ceilings)
    if (c.id == id) return c;
  throw std::logic_error(id);
}

}  // namespace

TEST_CASE("an operator right of the ridge is bound by compute", "[analysis][placement]") {
  const Placement p = *place(example_kind(), row(1280, 0, 200e-9));
  CHECK(bound_name(p.bound) == "compute");
  CHECK(p.ceiling == "fma_f32_avx512");
  CHECK(p.attainable.value == Approx(64e9));
  CHECK(p.achieved.value == Approx(32e9));
  CHECK(p.efficiency == Approx(0.5));
  CHECK_FALSE(p.ceiling_exceeded);
  REQUIRE(p.roofs.size() == 5);
  CHECK(p.roofs[1].intensity->value == Approx(5));
  CHECK_FALSE(p.roofs[2].intensity);
}

TEST_CASE("an operator left of a ridge is bound by that level's bandwidth", "[analysis][placement]") {
  const Placement l1 = *place(example_kind(), row(12800, 0, 400e-9));
  CHECK(bound_name(l1.bound) == "L1");
  CHECK(l1.ceiling == "read_l1");
  CHECK(l1.attainable.value == Approx(32e9));
  CHECK(l1.efficiency == Approx(0.5));
  const Placement dram = *place(example_kind(), row(12800, 8000, 1000e-9));
  CHECK(bound_name(dram.bound) == "DRAM");
  CHECK(dram.attainable.value == Approx(6400 / 1000e-9));
  CHECK(dram.efficiency == Approx(1.0));
}

TEST_CASE("roofs of the core follow the clock of the row, DRAM does not", "[analysis][placement]") {
  OperatorMeasurement slow = row(12800, 8000, 1000e-9);
  slow.cycles.value = {500};  // half a GHz
  const Placement p = *place(example_kind(), slow);
  CHECK(p.roofs[0].seconds->value == Approx(200e-9));
  CHECK(p.roofs[1].seconds->value == Approx(400e-9));
  CHECK(p.roofs[4].seconds->value == Approx(1000e-9));
  slow.cycles_known = false;
  CHECK(place(example_kind(), slow)->roofs[0].seconds->value == Approx(100e-9));
}

TEST_CASE("efficiency above one plus the spread sets ceiling_exceeded", "[analysis][placement]") {
  // The example's intervals are 0.1 % wide to each side, on the ceiling and on the row.
  CHECK_FALSE(place(example_kind(), row(0, 0, 99.9e-9))->ceiling_exceeded);
  CHECK(place(example_kind(), row(0, 0, 99e-9))->ceiling_exceeded);
}

TEST_CASE("the bound never falls when a roof rises", "[analysis][placement]") {
  for (const char* id : {"fma_f32_avx512", "read_l1", "read_l2", "read_l3", "read_dram"})
    for (const double l1 : {0.0, 6000.0, 20000.0})
      for (const double dram : {0.0, 700.0, 9000.0}) {
        const OperatorMeasurement m = row(l1, dram, 1e-6);
        MeasuredCoreKind raised = example_kind();
        Ceiling& c = ceiling(raised, id);
        for (auto* q : {&c.bytes_per_cycle.value.value, &c.bytes_per_second.value.value, &c.flops_per_cycle.value.value,
                        &c.flops_per_second.value.value})
          *q *= 1.5;
        CAPTURE(id, l1, dram);
        CHECK(place(raised, m)->attainable >= place(example_kind(), m)->attainable);
      }
}

TEST_CASE("scaling work, traffic and time together changes neither bound nor efficiency", "[analysis][placement]") {
  const OperatorMeasurement one = row(12800, 3000, 700e-9);
  OperatorMeasurement many = one;
  many.work = 1000.0 * many.work;
  for (Traffic& t : many.traffic) t.read = 1000.0 * t.read;
  for (auto* q : {&many.seconds.value, &many.seconds.low, &many.seconds.high}) *q = 1000.0 * *q;
  for (auto* q : {&many.cycles.value, &many.cycles.low, &many.cycles.high}) *q = 1000.0 * *q;
  const Placement a = *place(example_kind(), one), b = *place(example_kind(), many);
  CHECK(a.bound == b.bound);
  CHECK(a.efficiency == Approx(b.efficiency));
}

TEST_CASE("a row is placed below the ceilings of its own set", "[analysis][placement]") {
  OperatorMeasurement m = row(12800, 0, 1e-6);
  m.isa = Isa::avx2;
  const Placement p = *place(example_kind(), m);
  CHECK(p.ceiling == "read_l1_avx2");
  CHECK(p.roofs[0].ceiling == "fma_f32_avx2");
  CHECK(p.notes.empty());
}

TEST_CASE("scalar code is placed below the narrowest vector roof, and the row says so", "[analysis][placement]") {
  OperatorMeasurement m = row(0, 0, 1e-6);
  m.isa = Isa::scalar;
  const Placement p = *place(example_kind(), m);
  CHECK(p.ceiling == "fma_f32_avx2");
  REQUIRE_FALSE(p.notes.empty());
  CHECK(p.notes[0].find("scalar") != std::string::npos);
}

TEST_CASE("a bf16 row is placed below the fastest bf16 peak of its set, or says that there is none",
          "[analysis][placement]") {
  OperatorMeasurement m = row(0, 0, 1e-6);
  m.dtype = DType::bf16;
  m.isa = Isa::neon_bf16;
  const auto none = place(example_kind(), m);
  REQUIRE_FALSE(none);  // f32 peaks there are, but none that it could be placed below
  CHECK(none.error().reason == Reason::not_found);
  CHECK(none.error().detail.find("no bf16 compute ceiling was measured for neon_bf16") != std::string::npos);
  MeasuredCoreKind arm = example_kind();
  for (const auto& [id, operation, flops] :
       {std::tuple{"dot_bf16_neon_bf16", "dot", 32.0}, {"mmla_bf16_neon_bf16", "mmla", 64.0}, {"mopa_bf16_sme", "mopa", 512.0}}) {
    Ceiling peak = ceiling(arm, "fma_f32_avx512");
    peak.id = id;
    peak.operation = operation;
    peak.dtype = DType::bf16;
    peak.isa = operation == std::string("mopa") ? Isa::sme : Isa::neon_bf16;
    peak.flops_per_cycle.value.value = flops;
    peak.flops_per_second.value.value = flops * 1e9;
    arm.ceilings.push_back(peak);
  }
  const Placement p = *place(arm, m);
  CHECK(p.ceiling == "mmla_bf16_neon_bf16");
  CHECK(p.attainable.value == Approx(64e9));
}

TEST_CASE("compulsory bytes are called a lower bound", "[analysis][placement]") {
  OperatorMeasurement m = row(100, 0, 1e-6);
  m.traffic = {{Level::l1, {100}, {0}, TrafficSource::compulsory}};
  const Placement p = *place(example_kind(), m);
  CHECK(p.notes[0].find("lower bound") != std::string::npos);
  CHECK(p.roofs[2].missing.find("no L2 traffic") == 0);
}

TEST_CASE("a row without a fitting ceiling, with an error, or without time is refused with the reason",
          "[analysis][placement]") {
  OperatorMeasurement m = row(0, 0, 1e-6);
  m.isa = Isa::neon;
  CHECK(place(example_kind(), m).error().reason == Reason::not_found);
  m.error = Error{Reason::verification_failed, "wrong result"};
  CHECK(place(example_kind(), m).error() == *m.error);
  CHECK(place(example_kind(), row(0, 0, 0)).error().reason == Reason::malformed);
  CHECK(place({}, row(0, 0, 1e-6)).error().reason == Reason::not_found);
}
