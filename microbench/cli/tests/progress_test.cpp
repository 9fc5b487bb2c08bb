// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/progress.hpp"

#include "catch_compat.hpp"

using namespace cachebound;       // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::cli;  // NOLINT(google-build-using-namespace): a test file

TEST_CASE("the time left follows from the pace of rows and rounds", "[cli][progress]") {
  // Half of the first of five rounds took 1 s: one more second for it, two for each of the other four.
  CHECK(seconds_left({.round = 1, .rounds_planned = 5, .rows_done = 5, .rows = 10, .row = {}}, 1.0, 0.0) ==
        Approx(9.0));
  // Two rounds took 6 s; a third of the third took 1 s.
  CHECK(seconds_left({.round = 3, .rounds_planned = 5, .rows_done = 3, .rows = 9, .row = {}}, 1.0, 6.0) == Approx(8.0));
  // The end.
  CHECK(seconds_left({.round = 5, .rounds_planned = 5, .rows_done = 9, .rows = 9, .row = {}}, 2.0, 8.0) == Approx(0.0));
}
