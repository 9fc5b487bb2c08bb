// SPDX-License-Identifier: Apache-2.0
#include "analysis/clock_finding.hpp"

#include <fmt/format.h>

namespace cachebound::analysis {

std::optional<Finding> clock_finding(const ClockFacts& facts, const std::string& core_kind) {
  if (!facts.claim || facts.claim->agrees()) return std::nullopt;
  const bool held = facts.claim->deviation() < -held_down;
  return Finding{
      .id = "clock-differs-from-cpufreq",
      .text = fmt::format("{}; more than {:.1f} % apart", to_text(*facts.claim), 100.0 * facts.claim->margin),
      .consequence = held ? "the clock is held down and the kernel does not know it: rates per second are "
                            "of the measured clock, rates per cycle hold"
                          : "the operating point is not what it is called: rates per second are of the "
                            "measured clock, rates per cycle hold",
      .core_kind = core_kind};
}

}  // namespace cachebound::analysis
