// SPDX-License-Identifier: Apache-2.0
// What the scheduler and the hypervisor took away: small readers, cheap enough to stand around every sample.
#pragma once

#include <cstdint>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"

namespace cachebound {

/// Jiffies of a cpu since boot, from /proc/stat.
struct CpuTime {
  std::uint64_t steal = 0;
  std::uint64_t total = 0;

  friend bool operator==(const CpuTime&, const CpuTime&) = default;
};

inline constexpr int all_cpus = -1;

/// `cpu` may be `all_cpus`. A kernel that states no steal column is `not_found`, not a zero.
Result<CpuTime> read_cpu_steal(const FileSystem& files, int cpu);

/// Share of the time between two readings that the hypervisor gave to others; 0 to 1.
/// `unstable` when no jiffy passed: a share of nothing says nothing.
Result<double> steal_fraction(const CpuTime& before, const CpuTime& after);

/// Of the calling thread since it began.
struct ThreadSwitches {
  long voluntary = 0;
  long involuntary = 0;
};
Result<ThreadSwitches> thread_switches();

}  // namespace cachebound
