// SPDX-License-Identifier: Apache-2.0
#include "operators/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

namespace cachebound::operators {
namespace {

double error_over_tolerance(double actual, double expected, double tolerance) {
  const double difference = std::abs(actual - expected);
  if (difference <= 0.0) return 0.0;
  if (!(tolerance > 0.0) || std::isnan(difference)) return std::numeric_limits<double>::infinity();
  return difference / tolerance;
}

}  // namespace

double sum_tolerance(double k, double unit_roundoff, double sum_of_magnitudes, double root_of_squares) {
  const double worst = 2.0 * k * unit_roundoff * sum_of_magnitudes;
  const double random = 32.0 * unit_roundoff * std::sqrt(k) * root_of_squares;
  return std::min(worst, random);
}

Verification compare(const Output& output, const Expected& expected) {
  const std::size_t total = size(output);
  Verification result{.max_error = 0.0, .checked = expected.index.size(), .total = total, .failure = {}};
  for (std::size_t i = 0; i < total; ++i) {
    const double actual = element(output, i);
    if (std::isfinite(actual)) continue;
    result.max_error = std::numeric_limits<double>::infinity();
    result.failure = Error{Reason::verification_failed,
                           fmt::format("element {} of {} is {}: not written, or not finite", i, total, actual)};
    return result;
  }
  std::size_t worst = 0;
  for (std::size_t e = 0; e < expected.index.size(); ++e) {
    CACHEBOUND_ASSERT(expected.index[e] < total);
    const double actual = element(output, expected.index[e]);
    const double error = error_over_tolerance(actual, expected.value[e], expected.tolerance[e]);
    if (error <= result.max_error) continue;
    result.max_error = error;
    worst = e;
  }
  if (result.max_error > 1.0) {
    const std::size_t at = expected.index[worst];
    result.failure = Error{Reason::verification_failed,
                           fmt::format("element {} of {} is {:.9g}, expected {:.9g} within {:.3g}", at, total,
                                       element(output, at), expected.value[worst], expected.tolerance[worst])};
  }
  return result;
}

}  // namespace cachebound::operators
