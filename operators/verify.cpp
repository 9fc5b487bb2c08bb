// SPDX-License-Identifier: Apache-2.0
#include "operators/verify.hpp"

#include <fmt/format.h>

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

Verification compare(std::span<const float> output, const Expected& expected) {
  Verification result{.max_error = 0.0, .checked = expected.index.size(), .total = output.size(), .failure = {}};
  for (std::size_t i = 0; i < output.size(); ++i) {
    if (std::isfinite(output[i])) continue;
    result.max_error = std::numeric_limits<double>::infinity();
    result.failure =
        Error{Reason::verification_failed,
              fmt::format("element {} of {} is {}: not written, or not finite", i, output.size(), output[i])};
    return result;
  }
  std::size_t worst = 0;
  for (std::size_t e = 0; e < expected.index.size(); ++e) {
    CACHEBOUND_ASSERT(expected.index[e] < output.size());
    const double error = error_over_tolerance(output[expected.index[e]], expected.value[e], expected.tolerance[e]);
    if (error <= result.max_error) continue;
    result.max_error = error;
    worst = e;
  }
  if (result.max_error > 1.0) {
    result.failure = Error{
        Reason::verification_failed,
        fmt::format("element {} of {} is {:.9g}, expected {:.9g} within {:.3g}", expected.index[worst], output.size(),
                    output[expected.index[worst]], expected.value[worst], expected.tolerance[worst])};
  }
  return result;
}

}  // namespace cachebound::operators
