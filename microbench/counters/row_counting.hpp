// SPDX-License-Identifier: Apache-2.0
// Counting beside timing, so that neither disturbs the other.
//
// Software events stand around the whole block: they are started before its first slice and stopped after its last, and
// cost nothing in between but at the events themselves. Hardware events are counted in a repetition of its own after
// the block, untimed: only there does the counted stretch hold nothing but whole iterations of the kernel, while a
// block alternates it with the chain that counts cycles.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "microbench/clock.hpp"
#include "microbench/counters/counting_plan.hpp"
#include "microbench/counters/repetition.hpp"

namespace cachebound {

class RowCounting {
 public:
  RowCounting(CountingPlan plan, Clock& clock) : plan_(std::move(plan)), clock_(&clock) {}

  /// Before and after a block; the counts are of the calling thread.
  void begin_block();
  void end_block(CountedValues& counted);
  /// Counts one group in a repetition as long as a few slices; groups take turns from round to round.
  void repeat(const Repetition& repetition, int round, double seconds_per_iteration, CountedValues& counted);

  [[nodiscard]] const CounterReport& report() const { return plan_.report; }

 private:
  Result<std::vector<CounterReading>> count(HardwareGroup& group, const Repetition& repetition, std::size_t iterations);

  CountingPlan plan_;
  Clock* clock_;
  Seconds block_start_{};
  std::vector<Status> started_;  ///< of each software group, in this block
};

}  // namespace cachebound
