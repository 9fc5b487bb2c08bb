// SPDX-License-Identifier: Apache-2.0
#include "microbench/clock.hpp"

#include <algorithm>
#include <ctime>
#include <vector>

namespace cachebound {

Seconds SteadyClock::now() {
  timespec time{};
  clock_gettime(CLOCK_MONOTONIC_RAW, &time);
  return {static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec)};
}

TimerFacts inspect_timer(Clock& clock) {
  constexpr int readings = 4001;  // an odd number, so that the median is one of them
  std::vector<double> steps;
  steps.reserve(readings);
  const Seconds start = clock.now();
  Seconds last = start;
  for (int i = 0; i < readings; ++i) {
    const Seconds time = clock.now();
    steps.push_back((time - last).value);
    last = time;
  }
  const double total = (last - start).value;
  double resolution = 0.0;
  for (const double step : steps) {
    // A double holds seconds since boot to about a nanosecond only for a few months of uptime; below half a
    // nanosecond a difference is rounding, not a tick.
    if (step > 0.5e-9 && (resolution == 0.0 || step < resolution)) resolution = step;
  }
  return {.resolution = {resolution}, .overhead = {total / readings}};
}

}  // namespace cachebound
