// SPDX-License-Identifier: Apache-2.0
// A peak held for a set time: rate, clock and temperature over time, so that throttling is seen and not guessed.
//
// The probes' peaks come from slices of 60 us and say what a core can do for that long. Here the same kernel runs all
// the time but for a chain slice of 60 us after every millisecond of it (6 %), in the same power state, which reads the
// clock.
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "microbench/clock.hpp"
#include "microbench/result.hpp"
#include "microbench/sampling.hpp"
#include "microbench/units.hpp"

namespace cachebound {

/// The state of one window of time.
struct SustainedPoint {
  Seconds at{};                                    ///< end of the window, from the begin of the run
  FlopRate rate{};                                 ///< of all threads together
  Frequency clock{};                               ///< zero where cycles are not known
  std::optional<double> temperature_celsius = {};  ///< the hottest zone; absent where none can be read

  friend bool operator==(const SustainedPoint&, const SustainedPoint&) = default;
};

struct SustainedPeak {
  std::string probe;  ///< catalogue id of the kernel
  int threads = 1;
  std::vector<SustainedPoint> points = {};  ///< in the order of time
  std::optional<Error> error = {};          ///< set: why there are no points

  friend bool operator==(const SustainedPeak&, const SustainedPeak&) = default;
};

struct SustainedPolicy {
  Seconds length = Seconds{20.0};
  Seconds window = milliseconds(500);  ///< one point each; thermal zones are read about as often by the kernel
  Seconds slice = milliseconds(1);
  Seconds chain_slice = microseconds(60);
  /// Of the slices of a window the one at this share from the shortest counts, as in samples (docs/method.md).
  double quantile = 0.16;
};

/// One window, before anybody knows what an iteration or a step is.
struct SustainedReading {
  Seconds at{};
  double iterations_per_second = 0.0;
  double steps_per_second = 0.0;
  std::optional<double> temperature_celsius = {};
};

/// Runs `kernel` for policy.length, or until `stop` is set; `temperature` is asked once per window.
std::vector<SustainedReading> hold(const TimedWork& kernel, const TimedWork& chain, double chain_steps_per_iteration,
                                   const SustainedPolicy& policy, Clock& clock,
                                   const std::function<std::optional<double>()>& temperature,
                                   const std::atomic<bool>* stop = nullptr);

}  // namespace cachebound
