// SPDX-License-Identifier: Apache-2.0
// Every backend against the reference, on every problem of every workload that we ship. Rows of the largest results are
// sampled by the reference as they are before timing; every element must still be written and finite.
#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "catch_compat.hpp"
#include "host_isas.hpp"
#include "operators/workload.hpp"

using namespace cachebound;             // NOLINT(google-build-using-namespace): test file
using namespace cachebound::operators;  // NOLINT(google-build-using-namespace): test file

namespace {

/// What an emulator computes in well below a second, and sanitized code too; what is beyond is left to the native run.
constexpr double largest_slowed_flops = 2.0e7;

std::vector<OperatorId> all_problems() {
  std::vector<OperatorId> all;
  std::set<std::string> seen;
  for (const auto& entry : std::filesystem::directory_iterator(CACHEBOUND_SOURCE_DIR "/configs/workloads")) {
    const auto workload = read_workload(entry.path().string());
    REQUIRE(workload);
    const auto ids = operator_ids(*workload);
    REQUIRE(ids);
    for (const OperatorId& id : *ids) {
      if (seen.insert(to_string(id)).second) all.push_back(id);
    }
  }
  return all;
}

}  // namespace

TEST_CASE("every backend computes every problem of its workloads right", "[operators][workload][slow]") {
  const TargetCore core{.isas = host_isas(), .caches = {}};
  int checked = 0;
  int absent = 0;
  int too_slow = 0;
  for (const OperatorId& id : all_problems()) {
    if (CACHEBOUND_TESTS_SLOWED && work(id).value > largest_slowed_flops) {
      ++too_slow;
      continue;
    }
    INFO(to_string(id));
    auto prepared = prepare(id, core);
    if (!prepared) {
      const Reason reason = prepared.error().reason;
      INFO(prepared.error().detail);
      CHECK((reason == Reason::not_built || reason == Reason::not_applicable || reason == Reason::not_supported_by_cpu));
      ++absent;
      continue;
    }
    const Verification verification = verify(id, **prepared);
    INFO((verification.failure ? verification.failure->detail : ""));
    CHECK_FALSE(verification.failure);
    CHECK(verification.checked > 0);
    ++checked;
  }
  std::printf("%d rows checked, %d not available here, %d left to the native run\n", checked, absent, too_slow);
  CHECK(checked > 20);
}
