// SPDX-License-Identifier: Apache-2.0
// What cpufreq says of a cpu's clock, beside what a chain of instructions measures.
//
// The claim can be wrong in both directions: firmware lowers the clock of a Raspberry Pi without the kernel's knowledge
// (1400 MHz claimed, 1200 measured), and Rockchip parts run up to 9 % above their operating point (1104 claimed, 1205
// measured).
#pragma once

#include <optional>
#include <string>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"
#include "microbench/units.hpp"

namespace cachebound {

struct Cpufreq {
  std::optional<Frequency> current;  ///< scaling_cur_freq: right now
  std::optional<Frequency> limit;    ///< scaling_max_freq: what policy allows
  std::optional<Frequency> highest;  ///< cpuinfo_max_freq: what the hardware is said to do

  friend bool operator==(const Cpufreq&, const Cpufreq&) = default;
};

/// All absent where the cpu has no cpufreq, as in most virtual machines.
Cpufreq read_cpufreq(const FileSystem& files, int cpu);

/// scaling_cur_freq alone.
std::optional<Frequency> read_claimed_clock(const FileSystem& files, int cpu);

/// The clock that the chains measured and the one that cpufreq claimed at the same time.
struct ClockClaim {
  Frequency measured{};
  Frequency claimed{};
  double margin = 0.0;  ///< relative: how far apart they may be

  [[nodiscard]] double deviation() const { return ratio(measured, claimed) - 1.0; }
  [[nodiscard]] bool agrees() const;
  friend bool operator==(const ClockClaim&, const ClockClaim&) = default;
};

/// How far a measured clock may be from a true claim: the chains agree to 0.5 % at best (probes/calibration.cpp), and
/// the clock may move by 1 % within a sample before that is dropped; beside it, the interval of the measurement. A
/// Raspberry Pi 3B reads 1187 MHz at a true 1200 by a like method (-1.1 %).
double clock_margin(double relative_half_width);

/// From here firmware, not a rounded operating point, is the likely cause (validity_rules.hpp, clock_fall).
inline constexpr double held_down = 0.10;

/// "cpufreq claims 1500 MHz, the chains measure 600 MHz (-60.0 %)".
std::string to_text(const ClockClaim& claim);

}  // namespace cachebound
