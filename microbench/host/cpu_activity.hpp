// SPDX-License-Identifier: Apache-2.0
// What every cpu did since boot, from /proc/stat: the busy and the stolen part of its time.
#pragma once

#include <map>
#include <optional>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"
#include "microbench/units.hpp"

namespace cachebound {

struct CpuActivity {
  Seconds total{};
  Seconds busy{};                   ///< user, nice, system and interrupts; guests are part of user
  std::optional<Seconds> stolen{};  ///< by the hypervisor; absent where the kernel does not state it: not a zero

  friend bool operator==(const CpuActivity&, const CpuActivity&) = default;
};

using CpuActivities = std::map<int, CpuActivity>;  ///< by cpu number

/// /proc/stat counts in hundredths of a second on every architecture (USER_HZ; proc(5)).
inline constexpr Seconds activity_tick{0.01};

Result<CpuActivities> read_cpu_activity(const FileSystem& files);

/// Between two readings, over all cpus that are in both: the share of their time that the hypervisor gave to others.
/// Error{not_found}: not stated; Error{unstable}: no time passed, and a share of nothing says nothing.
Result<double> stolen_fraction(const CpuActivities& before, const CpuActivities& after);

/// Between two readings: the busy share of each cpu.
std::map<int, double> busy_fractions(const CpuActivities& before, const CpuActivities& after);

}  // namespace cachebound
