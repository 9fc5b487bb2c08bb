// SPDX-License-Identifier: Apache-2.0
#include "analysis/attribution.hpp"

#include <random>

#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

MeasuredCoreKind kind() { return example::machine().core_kinds.at(0); }

OperatorMeasurement row(double l1, double l2, double l3, double dram, double seconds) {
  OperatorMeasurement m = example::gemm("x", Isa::avx512, seconds);
  m.work = Flops{6400};  // 100 ns at 64 flops/cycle and 1 GHz
  m.traffic = {{Level::l1, {l1}, {0}, TrafficSource::traced},
               {Level::l2, {l2}, {0}, TrafficSource::modelled},
               {Level::l3, {l3}, {0}, TrafficSource::modelled},
               {Level::dram, {dram}, {0}, TrafficSource::modelled}};
  return m;
}

std::optional<std::int64_t> term(const Attribution& a, Cause cause) {
  for (const Term& t : a.terms)
    if (t.cause == cause) return t.picoseconds;
  return std::nullopt;
}

Ceiling& ceiling(MeasuredCoreKind& k, const std::string& id) {
  for (Ceiling& c : k.ceilings)
    if (c.id == id) return c;
  throw std::logic_error(id);
}

bool sums_exactly(const Attribution& a) {
  return a.ideal_picoseconds + explained_picoseconds(a) + a.unexplained_picoseconds == a.measured_picoseconds;
}

}  // namespace

TEST_CASE("each level adds what it needs beyond all levels inside it", "[analysis][attribution]") {
  // compute 100 ns, L1 9600/64 = 150, L2 3200/32 = 100 (hidden), L3 3200/16 = 200, DRAM 2400/8 = 300.
  const Attribution a = *attribute(kind(), row(9600, 3200, 3200, 2400, 450e-9));
  CHECK(a.ideal_picoseconds == 100000);
  CHECK(a.ideal_source == "fma_f32_avx512");
  CHECK(term(a, Cause::l1) == 50000);
  CHECK(term(a, Cause::l2) == 0);
  CHECK(term(a, Cause::l3) == 50000);
  CHECK(term(a, Cause::dram) == 100000);
  CHECK(a.unexplained_picoseconds == 150000);
  CHECK(sums_exactly(a));
}

TEST_CASE("what was not measured has no value, and every cause has a row", "[analysis][attribution]") {
  const Attribution a = *attribute(kind(), row(0, 0, 0, 0, 450e-9));
  REQUIRE(a.terms.size() == 8);
  for (const Cause cause : {Cause::peak, Cause::no_overlap, Cause::packing, Cause::threads})
    CHECK_FALSE(term(a, cause));
  for (const Term& t : a.terms) CHECK((t.picoseconds.has_value() != (t.evidence == "not_measured")));
  CHECK(a.terms[1].evidence == "traced");
}

TEST_CASE("a level without known traffic or ceiling is not measured rather than zero", "[analysis][attribution]") {
  OperatorMeasurement m = row(9600, 0, 0, 0, 450e-9);
  m.traffic.resize(1);
  CHECK_FALSE(term(*attribute(kind(), m), Cause::l2));
  MeasuredCoreKind two_levels = kind();
  std::erase_if(two_levels.ceilings, [](const Ceiling& c) { return c.level == Level::l3; });
  std::erase_if(two_levels.levels, [](const LevelPlateau& l) { return l.level == Level::l3; });
  const Attribution a = *attribute(two_levels, row(9600, 0, 3200, 0, 450e-9));
  CHECK_FALSE(term(a, Cause::l3));
  CHECK(sums_exactly(a));
}

TEST_CASE("with a datasheet the ideal is its peak, and what the ceiling lacks is the first term",
          "[analysis][attribution]") {
  MeasuredCoreKind k = kind();
  ceiling(k, "fma_f32_avx512").datasheet_flops_per_cycle = FlopsPerCycle{80};
  const Attribution a = *attribute(k, row(0, 0, 0, 0, 130e-9));
  CHECK(a.ideal_source == "datasheet");
  CHECK(a.ideal_picoseconds == 80000);
  CHECK(term(a, Cause::peak) == 20000);
  CHECK(a.unexplained_picoseconds == 30000);
}

TEST_CASE("without a datasheet's ideal the peak term says what is missing: the figure, or a clock to apply it at",
          "[analysis][attribution]") {
  const auto why = [](const MeasuredCoreKind& k, const OperatorMeasurement& m) {
    return attribute(k, m)->terms.at(0).detail;
  };
  OperatorMeasurement m = row(0, 0, 0, 0, 130e-9);
  CHECK(why(kind(), m) == "no datasheet figure may be applied: the ideal is the measured ceiling");
  MeasuredCoreKind known = kind();
  ceiling(known, "fma_f32_avx512").datasheet_flops_per_cycle = FlopsPerCycle{80};
  m.cycles_known = false;
  CHECK(why(known, m) ==
        "the datasheet's figure is per cycle, and the clock of this row is not known: the ideal is the measured "
        "ceiling");
  m.cycles_known = true;
  ceiling(known, "fma_f32_avx512").cycles_known = false;
  CHECK(why(known, m) ==
        "the datasheet's figure is per cycle, and the cycles of fma_f32_avx512 are not known: the ideal is the "
        "measured ceiling");
}

TEST_CASE("a measured ceiling above the datasheet gives a negative peak term and the sum holds",
          "[analysis][attribution]") {
  MeasuredCoreKind k = kind();
  ceiling(k, "fma_f32_avx512").datasheet_flops_per_cycle = FlopsPerCycle{32};
  const Attribution a = *attribute(k, row(0, 0, 0, 0, 130e-9));
  CHECK(term(a, Cause::peak) == -100000);
  CHECK(sums_exactly(a));
}

TEST_CASE("time faster than the model predicts is unexplained with a negative sign", "[analysis][attribution]") {
  const Attribution a = *attribute(kind(), row(9600, 0, 0, 0, 120e-9));
  CHECK(a.unexplained_picoseconds == -30000);
  CHECK(sums_exactly(a));
}

TEST_CASE("packing measured alone is a term, and its bytes leave the levels", "[analysis][attribution]") {
  OperatorMeasurement m = example::gemm("tiled", Isa::avx512, 20e-6);
  m.blocking = GemmBlocking{8, 16, 64, 64, 64, 64};
  // kernel L1 bytes: 4 x 64 x (8 tiles x 4 tiles) x (8 + 16) + C 16384 stored; packing: 32768 in, 32768 out.
  const double kernel = 4.0 * 64 * 32 * 24 + 16384, packing = 65536;
  m.traffic = {{Level::l1, {kernel - 16384 + 32768}, {16384 + 32768}, TrafficSource::modelled}};
  const Attribution together = *attribute(kind(), m);
  m.packing_seconds = example::estimate<Seconds>(1e-6);
  const Attribution apart = *attribute(kind(), m);
  // compute: 524288 / 64 = 8192 ns; L1 kernel alone 212992 / 64 = 3328 ns: hidden either way.
  CHECK(term(together, Cause::l1) == 0);
  CHECK(term(apart, Cause::packing) == 1000000);
  CHECK(apart.unexplained_picoseconds == together.unexplained_picoseconds - 1000000);
  // With an L1 ten times slower the term shows exactly the kernel's bytes.
  MeasuredCoreKind slow = kind();
  ceiling(slow, "read_l1").bytes_per_cycle.value = {6.4};
  CHECK(term(*attribute(slow, m), Cause::l1) == to_picoseconds({kernel / 6.4e9}) - 8192000);
  m.packing_seconds.reset();
  CHECK(term(*attribute(slow, m), Cause::l1) == to_picoseconds({(kernel + packing) / 6.4e9}) - 8192000);
}

TEST_CASE("a ceiling falsified by 20 % moves unexplained by the amount computed by hand", "[analysis][attribution]") {
  // L1 binds: 9600 B at 64 B/cycle are 150 ns; at 76.8 they are 125 ns; at 51.2, 187.5 ns.
  const OperatorMeasurement m = row(9600, 0, 0, 0, 200e-9);
  const std::int64_t honest = attribute(kind(), m)->unexplained_picoseconds;
  CHECK(honest == 50000);
  MeasuredCoreKind falsified = kind();
  ceiling(falsified, "read_l1").bytes_per_cycle.value = {64 * 1.2};
  CHECK(attribute(falsified, m)->unexplained_picoseconds == honest + 25000);
  ceiling(falsified, "read_l1").bytes_per_cycle.value = {64 * 0.8};
  CHECK(attribute(falsified, m)->unexplained_picoseconds == honest - 37500);
  // Compute binds: 100 ns become 83.333 ns.
  MeasuredCoreKind fast = kind();
  ceiling(fast, "fma_f32_avx512").flops_per_cycle.value = {64 * 1.2};
  const OperatorMeasurement compute_bound = row(0, 0, 0, 0, 110e-9);
  CHECK(attribute(kind(), compute_bound)->unexplained_picoseconds == 10000);
  CHECK(attribute(fast, compute_bound)->unexplained_picoseconds == 10000 + 16667);
}

TEST_CASE("terms and unexplained sum to the gap exactly on random rows", "[analysis][attribution]") {
  std::mt19937 random(20260101);
  const auto uniform = [&](double low, double high) {
    return std::uniform_real_distribution<double>(low, high)(random);
  };
  for (int i = 0; i < 2000; ++i) {
    MeasuredCoreKind k = kind();
    for (Ceiling& c : k.ceilings)
      for (auto* q : {&c.bytes_per_cycle.value.value, &c.bytes_per_second.value.value, &c.flops_per_cycle.value.value,
                      &c.flops_per_second.value.value})
        *q *= uniform(0.3, 3);
    if (i % 3 == 0) ceiling(k, "fma_f32_avx512").datasheet_flops_per_cycle = FlopsPerCycle{uniform(10, 200)};
    OperatorMeasurement m =
        row(uniform(0, 1e5), uniform(0, 1e5), uniform(0, 1e5), uniform(0, 1e5), std::exp(uniform(-20, 5)));
    m.work = Flops{std::exp(uniform(0, 30))};
    m.cycles_known = i % 2 == 0;
    if (i % 5 == 0) m.packing_seconds = example::estimate<Seconds>(uniform(0, 1e-6));
    const auto a = attribute(k, m);
    REQUIRE(a);
    REQUIRE(sums_exactly(*a));
  }
}

TEST_CASE("every cause has a spelling of its own", "[analysis][attribution]") {
  const Attribution a = *attribute(kind(), row(0, 0, 0, 0, 1e-6));
  for (const Term& t : a.terms) CHECK(parse_cause(to_string(t.cause)) == t.cause);
  CHECK_FALSE(parse_cause("nonsense"));
}

TEST_CASE("picoseconds saturate instead of overflowing", "[analysis][attribution]") {
  CHECK(to_picoseconds({1.5e-12}) == 2);
  CHECK(to_picoseconds({1e300}) > 0);
  CHECK(to_picoseconds({NAN}) > 0);
}
