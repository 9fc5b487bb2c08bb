// SPDX-License-Identifier: Apache-2.0
// Signs that a number is not what it seems: a closed set, each with a count and the rounds that it touched.
//
// A sign is evidence, not yet a judgement: a pair of slices that the scheduler broke was discarded, and the number is
// as good as before. Where so many rounds are touched that the interval may be made of touched ones, the sign `spoils`
// the row, and its quality follows (docs/method.md, "Signs of trouble").
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace cachebound {

enum class Sign {
  descheduled,    ///< pairs in which the thread lost its core; discarded
  migrated,       ///< pairs in which it changed cpus (discarded), or rounds that ended on another cpu
  page_faults,    ///< in timed slices; a probe's pairs are discarded, an operator's time includes them
  clock_moved,    ///< samples in which the clock moved; dropped
  timer_jumped,   ///< pairs in which the timer stood still or ran backwards; discarded
  background,     ///< other tasks on the core, or on a hardware thread beside it
  quota,          ///< a control group's quota of processor time stopped the thread
  neighbours,     ///< other tasks on other cores, which share memory and power
  stolen,         ///< time that the hypervisor gave to others
  clock_drifted,  ///< the core's clock differed over the rounds
  clock_fell,     ///< ... and fell, further than a turbo moves
  throttled,      ///< the kernel or the firmware says that the clock is held down
  unwatched,      ///< who else had the cpus could not be seen: the absence of those signs says nothing
};

std::string_view to_string(Sign sign);  // "page-faults"
std::optional<Sign> parse_sign(std::string_view text);
/// Of what `count` is a number: "pairs", "percent", ...
std::string_view unit_of(Sign sign);

struct ValiditySign {
  Sign sign = Sign::descheduled;
  double count = 0.0;            ///< in unit_of(sign): a sum over the rounds, or the worst of them for shares
  std::vector<int> rounds = {};  ///< that it touched, from 1
  bool spoils = false;           ///< more rounds than the interval leaves aside: the row is not stable
  std::string detail = {};       ///< who says so, where that is not the sign itself

  friend bool operator==(const ValiditySign&, const ValiditySign&) = default;
};

/// Why a row of which `usable` of `ran` rounds gave a value has no interval.
std::string too_few_rounds(std::size_t usable, std::size_t ran);

/// In words, with its rounds: "other tasks had 48.0 percent of the processor time (rounds 1-5)", a team's together.
std::string to_text(const ValiditySign& sign);

}  // namespace cachebound
