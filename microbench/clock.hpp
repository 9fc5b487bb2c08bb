// SPDX-License-Identifier: Apache-2.0
// Time, passed in: the real clock, and one that a test moves by hand.
#pragma once

#include "microbench/units.hpp"

namespace cachebound {

class Clock {
 public:
  virtual ~Clock() = default;
  /// Monotonic time since an arbitrary start.
  virtual Seconds now() = 0;
};

/// CLOCK_MONOTONIC_RAW: not slewed by NTP, read through the vDSO (CNTVCT_EL0 or the TSC underneath).
class SteadyClock final : public Clock {
 public:
  Seconds now() override;
};

/// For tests: time passes only when told.
class ManualClock final : public Clock {
 public:
  Seconds now() override { return time_; }
  void advance(Seconds by) { time_ += by; }

 private:
  Seconds time_{};
};

struct TimerFacts {
  Seconds resolution;  ///< smallest positive step seen between two readings (one tick, or one call)
  Seconds overhead;    ///< mean duration of one reading

  friend bool operator==(const TimerFacts&, const TimerFacts&) = default;
};

/// Reads the clock a few thousand times. A Raspberry Pi 3 ticks every 52 ns, so its slices must be longer.
TimerFacts inspect_timer(Clock& clock);

}  // namespace cachebound
