// SPDX-License-Identifier: Apache-2.0
// From what happened to the blocks of a row to its signs of trouble, and from those to its quality. Pure.
#pragma once

#include <span>
#include <vector>

#include "microbench/measurement.hpp"
#include "microbench/sampling.hpp"
#include "microbench/validity.hpp"

namespace cachebound {

/// What a row is wanted for decides what spoils it.
struct ValidityRule {
  bool in_cycles = true;  ///< judged per cycle, inside the core; else per second, where other cores share the way
  bool host_clock =
      false;  ///< a hypervisor moves the clock as it likes: of no consequence for what is judged in cycles
};

// The thresholds, each with its derivation; docs/method.md, "Signs of trouble", has the measurements behind them.

/// Of the timed pairs, what others may have of the core before the block counts as touched. Daemons take less than a
/// thousandth of an idle machine; a task that competes gets one scheduler slice of 0.75 ms at least in a block of 20 ms
/// (Linux, sched_base_slice), 3.75 %.
inline constexpr double background_share = 0.02;
/// Cpus' worth of others' work elsewhere. A tenth of a stream beside ours costs it at most a tenth of what a whole one
/// would; rows per second are wanted to 1 %.
inline constexpr double busy_neighbours = 0.10;
/// Where 1 % of every slice is stolen evenly, a rate per second is 1 % low and no slice is an outlier: as much as rows
/// per second are wanted to.
inline constexpr double stolen_share = 0.01;
/// A clock that moves by less is `held` over a sustained run (analysis/sustained_verdict.hpp).
inline constexpr double clock_drift = 0.02;
/// The smallest step by which firmware is known to lower a clock is that of the Raspberry Pi 3B+, from 1400 to 1200
/// MHz: 14 %.
inline constexpr double clock_fall = 0.10;

/// How many rounds lie below the interval of the median of `rounds` (and as many above): 0 of 5, 1 of 8, 2 of 11. So
/// many may be touched by whatever it is, and both ends of the interval are still of untouched rounds.
int rounds_left_aside(int rounds);

/// Every sign that the blocks show, in the order of the enumeration. `blocks`: one per round.
std::vector<ValiditySign> signs_of(std::span<const Block> blocks, const ValidityRule& rule);

bool spoiled(std::span<const ValiditySign> signs);

/// The mark of a row that by its interval would be `by_interval`: `throttled` where the clock was held down, `noisy`
/// where another sign spoils it. What is emulated stays so.
Quality quality_with(Quality by_interval, std::span<const ValiditySign> signs);

/// The signs that a reader of this row should see in words; what was discarded as on any day is in the file alone.
std::vector<std::string> notes_of(std::span<const ValiditySign> signs);

}  // namespace cachebound
