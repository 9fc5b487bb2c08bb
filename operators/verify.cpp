// SPDX-License-Identifier: Apache-2.0
#include "operators/verify.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace cachebound::operators {
namespace {

double error_over_tolerance(double actual, double expected, double tolerance) {
  const double difference = std::abs(actual - expected);
  if (difference <= 0.0) return 0.0;
  if (!(tolerance > 0.0) || std::isnan(difference)) return std::numeric_limits<double>::infinity();
  return difference / tolerance;
}

/// The first sum that is off by more than its elements may be together, in one line. Errors that do not depend on the
/// signs add up to 12 times the root of their squares at the most (RowSums::tolerance), and to all of them in any case;
/// elements that were not checked may be off by twice as much as those that were.
Status wrong_sum(const Output& output, const Expected& expected) {
  const SignedSums& sums = expected.sums;
  const auto count = static_cast<double>(sums.signs.size());
  const double largest = expected.tolerance.empty() ? 0.0 : *std::ranges::max_element(expected.tolerance);
  const double tolerance = 2.0 * largest * std::min(count, 12.0 * std::sqrt(count));
  for (std::size_t s = 0; s < sums.first.size(); ++s) {
    double sum = 0.0;
    for (std::size_t i = 0; i < sums.signs.size(); ++i) {
      const double value = element(output, sums.first[s] + i * sums.stride);
      sum += sums.signs[i] > 0 ? value : -value;
    }
    if (error_over_tolerance(sum, sums.value[s], tolerance) <= 1.0) continue;
    return Error{Reason::verification_failed,
                 fmt::format("the signed sum of {} elements from {} on is {:.9g}, expected {:.9g} within {:.3g}",
                             sums.signs.size(), sums.first[s], sum, sums.value[s], tolerance)};
  }
  return std::nullopt;
}

}  // namespace

std::vector<signed char> random_signs(std::size_t count, std::uint64_t seed) {
  std::mt19937_64 random(seed ^ 0x5167756d73ULL);  // another stream than that which samples rows
  std::vector<signed char> signs(count);
  for (signed char& sign : signs) sign = random() % 2 == 0 ? 1 : -1;
  return signs;
}

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
    return result;
  }
  result.failure = wrong_sum(output, expected);
  return result;
}

}  // namespace cachebound::operators
