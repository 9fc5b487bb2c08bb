// SPDX-License-Identifier: Apache-2.0
#include "microbench/sustained.hpp"

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

/// A core whose clock falls from 3 to 2 GHz after five seconds; an iteration takes 4 cycles, a chain step one.
struct HeatingCore {
  ManualClock clock;

  SliceReading run(double cycles) {
    const double hertz = clock.now() < Seconds{5.0} ? 3e9 : 2e9;
    const Seconds duration{cycles / hertz};
    clock.advance(duration);
    return {.duration = duration};
  }
  std::vector<SustainedReading> hold(Seconds length, const std::atomic<bool>* stop = nullptr) {
    return cachebound::hold([this](std::size_t n) { return run(4.0 * static_cast<double>(n)); },
                            [this](std::size_t n) { return run(64.0 * static_cast<double>(n)); }, 64.0,
                            {.length = length}, clock, [this] { return std::optional(clock.now().value); }, stop);
  }
};

}  // namespace

TEST_CASE("a held peak is a series of rates and clocks, and shows when they fell", "[core][sustained]") {
  HeatingCore core;
  const auto readings = core.hold(Seconds{10.0});
  CHECK(readings.size() == 20);
  CHECK(readings.front().iterations_per_second == Approx(3e9 / 4.0).epsilon(1e-6));
  CHECK(readings.front().steps_per_second == Approx(3e9).epsilon(1e-6));
  CHECK(readings.back().iterations_per_second == Approx(2e9 / 4.0).epsilon(1e-6));
  CHECK(readings.back().steps_per_second == Approx(2e9).epsilon(1e-6));
  CHECK(readings.back().at >= Seconds{10.0});
  CHECK(*readings.back().temperature_celsius > *readings.front().temperature_celsius);
  for (std::size_t i = 1; i < readings.size(); ++i) CHECK(readings[i - 1].at < readings[i].at);
}

TEST_CASE("a held peak ends when it is asked to", "[core][sustained]") {
  HeatingCore core;
  const std::atomic<bool> stop{true};
  CHECK(core.hold(Seconds{10.0}, &stop).empty());
}
