// SPDX-License-Identifier: Apache-2.0
#include "analysis/traffic/counted_traffic.hpp"

#include <algorithm>

#include "analysis/operator_table.hpp"
#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;            // NOLINT(google-build-using-namespace): a test of this namespace
using namespace cachebound::analysis;  // NOLINT(google-build-using-namespace): a test of this namespace

namespace {

/// A core whose counters see `share` of what its read probes move: the example, whose levels are L1, L2, L3 and DRAM.
MachineModel machine_that_counts(double share) {
  MachineModel machine = example::machine();
  for (ProbeMeasurement& row : machine.core_kinds.front().measurements) {
    if (row.error || row.access != Access::read) continue;
    const double bytes = share * row.bytes_per_second.value.value;
    row.counters = {{"l1d_refill_bytes", "perf_event", bytes, "second", false},
                    {"l2_refill_bytes", "perf_event", bytes, "second", false}};
  }
  return machine;
}

OperatorMeasurement counted_gemm(bool scaled = false) {
  OperatorMeasurement gemm = example::gemm("tiled", Isa::avx512, 10e-6);
  gemm.counters = {{"l1d_refill_bytes", "perf_event", 3e9, "second", scaled},
                   {"l1d_writeback_bytes", "perf_event", 1e9, "second", false},
                   {"l2_refill_bytes", "perf_event", 2e8, "second", false}};
  return gemm;
}

const Traffic* find(const std::vector<Traffic>& traffic, Level level) {
  const auto found = std::find_if(traffic.begin(), traffic.end(), [&](const Traffic& t) { return t.level == level; });
  return found == traffic.end() ? nullptr : &*found;
}

}  // namespace

TEST_CASE("counted refills and write-backs are the traffic of the level beyond", "[analysis][counters]") {
  const MachineModel machine = machine_that_counts(1.0);
  OperatorMeasurement gemm = counted_gemm();
  adopt_counted_traffic(machine.core_kinds.front(), gemm);
  REQUIRE(gemm.traffic.size() == 1);
  CHECK(gemm.traffic[0] == Traffic{Level::l2, Bytes{30000}, Bytes{10000}, TrafficSource::counted});
  CHECK(gemm.notes.empty());

  // The model supplies the other levels; the table keeps what was counted.
  const OperatorTable table = analyse_operators(machine, {counted_gemm()}, 1);
  const std::vector<Traffic>& traffic = table.rows.front().measurement.traffic;
  CHECK(find(traffic, Level::l2)->source == TrafficSource::counted);
  CHECK(find(traffic, Level::l1)->source != TrafficSource::counted);
}

TEST_CASE("counts that the core's own read probe contradicts are not believed", "[analysis][counters]") {
  const double share = GENERATE(0.4, 0.94, 1.06, 2.0);
  const MachineModel machine = machine_that_counts(share);
  CHECK(*counted_share(machine.core_kinds.front(), Level::l2, "l1d_refill_bytes") == Approx(share));
  OperatorMeasurement gemm = counted_gemm();
  adopt_counted_traffic(machine.core_kinds.front(), gemm);
  CHECK(gemm.traffic.empty());
  REQUIRE(gemm.notes.size() == 1);
  CHECK(gemm.notes[0].find("of the bytes that read probes there declare") != std::string::npos);
  adopt_counted_traffic(machine.core_kinds.front(), gemm);
  CHECK(gemm.notes.size() == 1);  // `place` analyses a file again
}

TEST_CASE("without a read probe that counted, with one direction, or scaled: no counted traffic",
          "[analysis][counters]") {
  const MachineModel uncounted = example::machine();
  OperatorMeasurement gemm = counted_gemm();
  adopt_counted_traffic(uncounted.core_kinds.front(), gemm);
  CHECK(gemm.traffic.empty());
  REQUIRE(gemm.notes.size() == 1);
  CHECK(gemm.notes[0].find("no read probe") != std::string::npos);

  const MachineModel machine = machine_that_counts(1.0);
  OperatorMeasurement scaled = counted_gemm(true);
  adopt_counted_traffic(machine.core_kinds.front(), scaled);
  CHECK(scaled.traffic.empty());

  OperatorMeasurement team = counted_gemm();
  team.threads = 2;
  adopt_counted_traffic(machine.core_kinds.front(), team);
  CHECK(team.traffic.empty());
}

TEST_CASE("what was traced is not replaced by a count", "[analysis][counters]") {
  const MachineModel machine = machine_that_counts(1.0);
  OperatorMeasurement gemm = counted_gemm();
  gemm.traffic = {{Level::l2, Bytes{1}, Bytes{2}, TrafficSource::traced}};
  adopt_counted_traffic(machine.core_kinds.front(), gemm);
  REQUIRE(gemm.traffic.size() == 1);
  CHECK(gemm.traffic[0].source == TrafficSource::traced);
}
