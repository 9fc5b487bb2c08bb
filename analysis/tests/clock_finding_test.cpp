// SPDX-License-Identifier: Apache-2.0
#include "analysis/clock_finding.hpp"

#include "catch_compat.hpp"
#include "example_documents.hpp"

using namespace cachebound;            // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::analysis;  // NOLINT(google-build-using-namespace): a test file

namespace {

ClockFacts claiming(double measured, double claimed) {
  ClockFacts facts;
  facts.claim = ClockClaim{Frequency{measured}, Frequency{claimed}, clock_margin(0.001)};
  return facts;
}

}  // namespace

TEST_CASE("a clock that cpufreq calls by another name is a finding with both numbers", "[analysis][clock]") {
  const auto held = clock_finding(claiming(0.6e9, 1.5e9), "cortex-a72");
  REQUIRE(held.has_value());
  CHECK(held->core_kind == "cortex-a72");
  CHECK(held->text.find("1500 MHz") != std::string::npos);
  CHECK(held->text.find("600 MHz") != std::string::npos);
  CHECK(held->consequence.value().find("held down") != std::string::npos);
  const auto faster = clock_finding(claiming(1.882e9, 1.8e9), "cortex-a55");
  REQUIRE(faster.has_value());
  CHECK(faster->consequence.value().find("held down") == std::string::npos);
}

TEST_CASE("a claim within the measurement, or none, is no finding", "[analysis][clock]") {
  CHECK_FALSE(clock_finding(claiming(1.495e9, 1.5e9), "x").has_value());
  CHECK_FALSE(clock_finding(ClockFacts{}, "x").has_value());
}

TEST_CASE("the finding is in the machine model, and the facts survive a file", "[analysis][clock]") {
  const MachineModel model = example::machine();  // whose firmware holds 600 MHz while cpufreq claims 1500
  bool found = false;
  for (const Finding& finding : model.findings) found = found || finding.id == "clock-differs-from-cpufreq";
  CHECK(found);
  CHECK(model.core_kinds.front().clock_facts.timer.resolution == Seconds{2e-8});
}
