// SPDX-License-Identifier: Apache-2.0
#include "analysis/sustained_verdict.hpp"

#include "catch_compat.hpp"

using namespace cachebound;
using namespace cachebound::analysis;

namespace {

/// 20 points; the second half at `rate` and `clock` of the first.
SustainedPeak peak_that_goes_to(double rate, double clock) {
  SustainedPeak peak{.probe = "fma_f32_avx2"};
  for (int i = 1; i <= 20; ++i) {
    const bool late = i > 10;
    peak.points.push_back({.at = Seconds{0.5 * i},
                           .rate = FlopRate{1e11 * (late ? rate : 1.0)},
                           .clock = Frequency{3e9 * (late ? clock : 1.0)},
                           .temperature_celsius = late ? 84.0 : 50.0});
  }
  return peak;
}

}  // namespace

TEST_CASE("a peak that lasts is held", "[analysis][sustained]") {
  const auto judgement = judge(peak_that_goes_to(0.99, 0.99), false);
  CHECK(judgement.verdict == SustainedVerdict::held);
  CHECK(judgement.lowest.value == Approx(0.99e11));
}

TEST_CASE("a fall of rate and clock is throttling, but not in a virtual machine", "[analysis][sustained]") {
  const auto bare = judge(peak_that_goes_to(0.8, 0.805), false);
  CHECK(bare.verdict == SustainedVerdict::clock_fell);
  CHECK(bare.text.find("throttled") != std::string::npos);
  CHECK(bare.text.find("50 to 84 degrees") != std::string::npos);
  const auto guest = judge(peak_that_goes_to(0.8, 0.805), true);
  CHECK(guest.verdict == SustainedVerdict::clock_fell);
  CHECK(guest.text.find("throttled") == std::string::npos);
}

TEST_CASE("a fall of the rate alone is somebody else's work", "[analysis][sustained]") {
  CHECK(judge(peak_that_goes_to(0.6, 1.0), false).verdict == SustainedVerdict::slowed);
}

TEST_CASE("without a clock or with few points nothing is concluded", "[analysis][sustained]") {
  CHECK(judge(peak_that_goes_to(0.6, 0.0), false).verdict == SustainedVerdict::unknown);
  SustainedPeak brief = peak_that_goes_to(0.6, 0.6);
  brief.points.resize(4);
  CHECK(judge(brief, false).verdict == SustainedVerdict::unknown);
  SustainedPeak failed{.probe = "fma_f32_avx2", .error = Error{Reason::no_resources, "no second cpu"}};
  CHECK(judge(failed, false).text == "no second cpu");
}
