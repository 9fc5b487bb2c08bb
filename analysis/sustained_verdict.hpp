// SPDX-License-Identifier: Apache-2.0
// What became of a peak that was held: did it last, did the clock fall, or was the core slower at the same clock?
#pragma once

#include <string>
#include <string_view>

#include "microbench/sustained.hpp"

namespace cachebound::analysis {

enum class SustainedVerdict {
  held,        ///< the last fifth is as fast as the first
  clock_fell,  ///< slower, and the clock with it: throttling, or in a virtual machine the host
  slowed,      ///< slower at the same clock: others used the core
  unknown,     ///< too few points, or no clock
};
std::string_view to_string(SustainedVerdict verdict);

struct SustainedJudgement {
  SustainedVerdict verdict = SustainedVerdict::unknown;
  FlopRate first{};  ///< median over the first fifth of the points
  FlopRate last{};   ///< median over the last fifth
  FlopRate lowest{};
  Frequency first_clock{};
  Frequency last_clock{};
  std::string text;  ///< one sentence, with the figures that it rests on
};

/// Pure. `virtual_machine`: the host moves the clock for reasons of its own, so a fall is not called throttling.
SustainedJudgement judge(const SustainedPeak& peak, bool virtual_machine);

}  // namespace cachebound::analysis
