// SPDX-License-Identifier: Apache-2.0
#include "microbench/clock.hpp"

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

/// Ticks every `tick` seconds of the true time, which each reading advances by `cost`.
class CoarseClock final : public Clock {
 public:
  CoarseClock(double tick, double cost) : tick_(tick), cost_(cost) {}
  Seconds now() override {
    true_time_ += cost_;
    return {tick_ * static_cast<double>(static_cast<long long>(true_time_ / tick_))};
  }

 private:
  double tick_;
  double cost_;
  double true_time_ = 0.0;
};

}  // namespace

TEST_CASE("the tick of a Raspberry Pi 3 timer is found", "[core][clock]") {
  CoarseClock clock(52e-9, 20e-9);
  const TimerFacts facts = inspect_timer(clock);
  CHECK(facts.resolution.value == Approx(52e-9));
  CHECK(facts.overhead.value == Approx(20e-9).epsilon(0.01));
}

TEST_CASE("the real clock never runs backwards", "[core][clock]") {
  SteadyClock clock;
  Seconds last = clock.now();
  for (int i = 0; i < 1000; ++i) {
    const Seconds time = clock.now();
    REQUIRE(time >= last);
    last = time;
  }
}
