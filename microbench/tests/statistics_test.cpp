// SPDX-License-Identifier: Apache-2.0
#include "microbench/statistics.hpp"

#include <cmath>
#include <random>

#include "catch_compat.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

TEST_CASE("the median of an even count is the mean of the middle two", "[core][statistics]") {
  CHECK(median(std::vector<double>{4, 1, 3, 2}) == 2.5);
  CHECK(median(std::vector<double>{5, 1, 3}) == 3.0);
}

TEST_CASE("the ranks of the median's interval have the tabulated coverage", "[core][statistics]") {
  // David & Nagaraja, table of nonparametric intervals for the median.
  const auto five = median_interval(5);
  CHECK((five.low == 0 && five.high == 4));
  CHECK(five.confidence == Approx(0.9375));
  const auto eight = median_interval(8);
  CHECK((eight.low == 1 && eight.high == 6));
  CHECK(eight.confidence == Approx(0.9297).epsilon(1e-3));
  const auto eleven = median_interval(11);
  CHECK((eleven.low == 2 && eleven.high == 8));
  CHECK(eleven.confidence == Approx(0.9346).epsilon(1e-3));
}

TEST_CASE("fewer than five values have the range as interval, with less coverage than asked for",
          "[core][statistics]") {
  for (int count = 1; count < 5; ++count) {
    const auto ranks = median_interval(count);
    CHECK(ranks.low == 0);
    CHECK(ranks.high == count - 1);
    CHECK(ranks.confidence < 0.9);
  }
}

TEST_CASE("intervals from skewed noise cover the true median at least nine times in ten", "[core][statistics]") {
  std::mt19937 generator(7);
  std::exponential_distribution<double> noise(1.0);
  const double truth = std::log(2.0);
  int covered = 0;
  constexpr int trials = 2000;
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<double> values(8);
    for (double& value : values) value = noise(generator);
    const auto result = estimate<Seconds>(values, 0.0, 8, 0);
    if (result.low.value <= truth && truth <= result.high.value) ++covered;
  }
  CHECK(covered > trials * 0.91);  // exact coverage 0.9297, standard deviation 0.6 %
}

TEST_CASE("fewer than five rounds have no interval", "[core][statistics]") {
  CHECK(median_interval(fewest_rounds).confidence >= 0.90);
  CHECK(median_interval(fewest_rounds - 1).confidence < 0.90);
  for (int rounds = 1; rounds <= 8; ++rounds) {
    const std::vector<double> values(static_cast<std::size_t>(rounds), 1.0);
    const auto result = estimate<Seconds>(values, 0.0, 9 * rounds, 0);
    CHECK(result.rounds == rounds);
    CHECK(has_interval(result) == (rounds >= 5));
  }
  CHECK(has_interval(Estimate<Seconds>{}));  // of a file that does not say
}

TEST_CASE("values that agree to the last tick are not known better than the tick", "[core][statistics]") {
  const auto result = estimate<Seconds>(std::vector<double>{1, 1, 1, 1, 1}, 1e-3, 5, 0);
  CHECK(result.low.value == Approx(0.999));
  CHECK(result.high.value == Approx(1.001));
}
