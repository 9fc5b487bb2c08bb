// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/runnable.hpp"

#include "catch_compat.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file

TEST_CASE("nothing is runnable where every row is not built or not supported", "[cli][runnable]") {
  analysis::MachineModel machine;
  analysis::OperatorTable table;
  CHECK_FALSE(nothing_runnable(&machine, &table));  // no rows at all

  table.rows.resize(2);
  table.rows[0].measurement.id = "gemm/a/f32/m1n1k1";
  table.rows[0].measurement.error = Error{Reason::not_built, "configured without it"};
  table.rows[1].measurement.error = Error{Reason::not_supported_by_cpu, "no such set"};
  const Status refused = nothing_runnable(nullptr, &table);
  REQUIRE(refused);
  CHECK(refused->reason == Reason::not_built);
  CHECK(refused->detail.find("none of the 2 rows can run here; the first, gemm/a/f32/m1n1k1: configured") == 0);

  machine.core_kinds.resize(1);
  machine.core_kinds[0].measurements.resize(1);
  CHECK_FALSE(nothing_runnable(&machine, &table));  // a probe was measured
  machine.core_kinds[0].measurements[0].error = Error{Reason::not_supported_by_cpu, "ended by a signal"};
  CHECK(nothing_runnable(&machine, &table));

  table.rows[1].measurement.error = Error{Reason::interrupted, "not measured"};
  CHECK_FALSE(nothing_runnable(nullptr, &table));

  // No memory for any of them: no file without a row passes for success.
  table.rows[0].measurement.error = table.rows[1].measurement.error = Error{Reason::no_resources, "no memory"};
  const Status narrow = nothing_runnable(nullptr, &table);
  REQUIRE(narrow);
  CHECK(narrow->reason == Reason::not_supported_by_cpu);  // exit 3
}
