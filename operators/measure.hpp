// SPDX-License-Identifier: Apache-2.0
// From a prepared operator to a row of the runner, and from the rounds of that row to a measurement.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "microbench/gbench/round_runner.hpp"
#include "microbench/measurement.hpp"
#include "microbench/sampling.hpp"
#include "operators/cache_conditioner.hpp"
#include "operators/operator.hpp"

namespace cachebound::operators {

enum class Part { whole, packing };

/// The operator's id, or the same with "/packing".
std::string row_id(const std::string& operator_id, Part part);

struct OperatorSetting {
  SamplingPolicy policy;  ///< slice, clock tolerance; pairs and samples follow from the length of a call
  SamplingWorld world;
  Seconds block = milliseconds(40);  ///< time for one row in one round; a call that is longer runs three times
};

/// Pairs, samples and ranks for an operator whose call takes `call`, and beside it `between` untimed. Operators differ from probes in two ways: a call
/// may be long, so that pairs are few and each chain reading must be good by itself (the shortest of four slices); and
/// its time is what a user would wait, so the lower quartile of calls counts, not the quickest.
SamplingPolicy policy_for(Seconds call, Seconds between, const OperatorSetting& setting);

/// How the calls of a row are made.
struct Conditions {
  CacheState cache = CacheState::warm;
  std::shared_ptr<CacheConditioner> conditioner{};  ///< for the cold ones
  int threads = 1;
};

/// A cold call is timed by itself, so it must be long beside a reading of the clock: a hundred times, since what such a
/// reading adds is then within the percent that a row is wanted to. Runs it a few times.
Status too_short_to_be_cold(Prepared& prepared, const Conditions& conditions, const TimerFacts& timer, Clock& clock);

Row make_row(const std::string& operator_id, Part part, const std::shared_ptr<Prepared>& prepared,
             const Conditions& conditions, const ClockChain& chain, const OperatorSetting& setting);

/// How many threads run during its calls, which are made for at least 50 ms (five ticks of a kernel that counts in
/// those).
int threads_that_work(Prepared& prepared, Clock& clock);

/// Pure: fills times, cycles, clock, quality and notes of `measurement`, whose description is already there.
void fill_times(OperatorMeasurement& measurement, const RowRounds& whole, const RowRounds* packing,
                const ClockChain& chain, bool emulated, double timer_resolution_relative);

}  // namespace cachebound::operators
