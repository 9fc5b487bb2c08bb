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
  int calls = 0;
  return ascending_is_faster(
      [&](bool ascending, std::size_t iterations) {
        const double disturbed = ++calls % 3 == 0 ? 1.05 : 1.0;
        return microseconds(0.1 * static_cast<double>(iterations) * (ascending ? ratio : 1.0) * disturbed);
      },
      SamplingPolicy{});
}

}  // namespace

TEST_CASE("the order that is faster by more than a percent is taken, whatever disturbs a slice", "[probes][order]") {
  CHECK(chosen(0.6));
  CHECK(chosen(0.97));
  CHECK_FALSE(chosen(0.995));
  CHECK_FALSE(chosen(1.0));
  CHECK_FALSE(chosen(1.5));
}

TEST_CASE("orders are tried for slices as long as the rows' own", "[probes][order]") {
  std::size_t longest = 0;
  ascending_is_faster(
      [&](bool, std::size_t iterations) {
        longest = std::max(longest, iterations);
        return microseconds(static_cast<double>(iterations));
      },
      {.slice = microseconds(600)});
  CHECK(longest == 1024);
}

TEST_CASE("kernels that walk a window have two orders where their frame has", "[probes][order]") {
  for (const Probe& probe : catalogue()) {
    CAPTURE(probe.id);
    if (probe.kind == ProbeKind::compute || probe.kind == ProbeKind::chain || probe.kind == ProbeKind::latency) {
      CHECK_FALSE(has_two_orders(probe));
    }
  }
}
