// SPDX-License-Identifier: Apache-2.0
#include "probes/window_order.hpp"

#include <algorithm>

#include "catch_compat.hpp"
#include "probes/catalogue.hpp"

using namespace cachebound;          // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::probes;  // NOLINT(google-build-using-namespace): a test file

namespace {

/// Whether ascending is chosen where it takes `ratio` of the time of halves in turns, and every third slice is 5 %
/// long.
bool chosen(double ratio) {
  ManualClock clock;
  int calls = 0;
  return ascending_is_faster(
      [&](bool ascending, std::size_t iterations) {
        const double disturbed = ++calls % 3 == 0 ? 1.05 : 1.0;
        const Seconds lasted =
            microseconds(0.1 * static_cast<double>(iterations) * (ascending ? ratio : 1.0) * disturbed);
        clock.advance(lasted);
        return lasted;
      },
      SamplingPolicy{}, clock);
}

}  // namespace

TEST_CASE("the order that is faster by more than a percent is taken, whatever disturbs a slice", "[probes][order]") {
  CHECK(chosen(0.6));
  CHECK(chosen(0.97));
  CHECK_FALSE(chosen(0.995));
  CHECK_FALSE(chosen(1.0));
  CHECK_FALSE(chosen(1.5));
}

TEST_CASE("orders are tried for slices as long as the row's own, though the first was disturbed", "[probes][order]") {
  ManualClock clock;
  std::size_t last = 0;
  int calls = 0;
  ascending_is_faster(
      [&](bool, std::size_t iterations) {
        last = iterations;
        const Seconds lasted = ++calls == 1 ? milliseconds(1) : microseconds(static_cast<double>(iterations));
        clock.advance(lasted);
        return lasted;
      },
      {.slice = microseconds(600)}, clock);
  CHECK(last == 600);
}

TEST_CASE("kernels that walk a window have two orders on x86-64 alone", "[probes][order]") {
#if defined(__x86_64__)
  constexpr bool two = true;
#else
  constexpr bool two = false;
#endif
  for (const Probe& probe : catalogue()) {
    CAPTURE(probe.id);
    const bool windowed =
        probe.kind == ProbeKind::memory || probe.kind == ProbeKind::load_slots || probe.kind == ProbeKind::mixed;
    CHECK(has_two_orders(probe) == (two && windowed));
  }
}
