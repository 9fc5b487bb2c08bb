// SPDX-License-Identifier: Apache-2.0
#include "analysis/sustained_verdict.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "microbench/statistics.hpp"

namespace cachebound::analysis {
namespace {

/// Fifths of fewer than this are no medians worth comparing.
constexpr std::size_t fewest_points = 10;
/// A fall that anyone would call one: twice the 1 % to which a sample's own clock is held (docs/method.md).
constexpr double noticeable = 0.02;

template <typename Field>
double median_of(std::span<const SustainedPoint> points, Field field) {
  std::vector<double> values;
  for (const SustainedPoint& point : points) values.push_back((point.*field).value);
  return median(values);
}

std::string temperatures(const SustainedPoint& first, const SustainedPoint& last) {
  if (!first.temperature_celsius || !last.temperature_celsius) return "no temperature can be read";
  return fmt::format("{:.0f} to {:.0f} degrees C", *first.temperature_celsius, *last.temperature_celsius);
}

}  // namespace

std::string_view to_string(SustainedVerdict verdict) {
  switch (verdict) {
    case SustainedVerdict::held:
      return "held";
    case SustainedVerdict::clock_fell:
      return "clock fell";
    case SustainedVerdict::slowed:
      return "slowed";
    case SustainedVerdict::unknown:
      break;
  }
  return "unknown";
}

SustainedJudgement judge(const SustainedPeak& peak, bool virtual_machine) {
  SustainedJudgement result;
  if (peak.error || peak.points.size() < fewest_points) {
    result.text = peak.error ? peak.error->detail
                             : fmt::format("{} points are too few to compare begin and end", peak.points.size());
    return result;
  }
  const std::span<const SustainedPoint> points(peak.points);
  const std::size_t fifth = points.size() / 5;
  const auto begin = points.first(fifth);
  const auto end = points.last(fifth);
  result.first = FlopRate{median_of(begin, &SustainedPoint::rate)};
  result.last = FlopRate{median_of(end, &SustainedPoint::rate)};
  result.first_clock = Frequency{median_of(begin, &SustainedPoint::clock)};
  result.last_clock = Frequency{median_of(end, &SustainedPoint::clock)};
  result.lowest = std::ranges::min_element(points, {}, [](const SustainedPoint& p) { return p.rate.value; })->rate;

  const double fall = 1.0 - ratio(result.last, result.first);
  const bool clock_known = result.first_clock.value > 0.0 && result.last_clock.value > 0.0;
  const std::string heat = temperatures(points.front(), points.back());
  if (fall < noticeable) {
    result.verdict = SustainedVerdict::held;
    result.text = fmt::format("the last fifth is at {:.1f} % of the first; {}", 100.0 * (1.0 - fall), heat);
    return result;
  }
  if (!clock_known) {
    result.text = fmt::format("{:.1f} % slower at the end, and the clock is not known; {}", 100.0 * fall, heat);
    return result;
  }
  const double clock_fall = 1.0 - ratio(result.last_clock, result.first_clock);
  // The clock explains it when what is left of the fall is not noticeable.
  result.verdict = fall - clock_fall < noticeable ? SustainedVerdict::clock_fell : SustainedVerdict::slowed;
  const char* reason = result.verdict == SustainedVerdict::slowed ? "more than the clock: something else used the core"
                       : virtual_machine ? "the clock with it; in a virtual machine the host decides that"
                                         : "the clock with it: throttled";
  result.text = fmt::format("{:.1f} % slower at the end, the clock {:.1f} %: {}; {}", 100.0 * fall, 100.0 * clock_fall,
                            reason, heat);
  return result;
}

}  // namespace cachebound::analysis
