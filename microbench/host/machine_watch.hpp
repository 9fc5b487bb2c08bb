// SPDX-License-Identifier: Apache-2.0
// Looks at the machine between blocks: who else had the core, what the hypervisor stole, what a quota took, whether the
// clock is held down.
//
// Once per block it reads /proc/stat (10 us), cpu.stat of the control groups and, where there is one, the clock by
// cpufreq; once per round the throttle reports. Ticks of 10 ms say little of a block of 20 ms, so a block is judged by
// the last second before its end.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "microbench/clock.hpp"
#include "microbench/gbench/round_runner.hpp"
#include "microbench/host/cpu_activity.hpp"
#include "microbench/host/throttle_state.hpp"

namespace cachebound {

class MachineWatch {
 public:
  /// `cpus`: of the largest team, the one that single threads are pinned to first. `own_cpu_time`: of this process.
  MachineWatch(std::shared_ptr<const FileSystem> files, Clock& clock, std::vector<int> cpus,
               std::function<Seconds()> own_cpu_time);

  void after_block(Block& block, int threads);
  void after_round(const std::vector<Block*>& blocks);

 private:
  struct Look {
    Seconds at{};
    Seconds own{};
    CpuActivities cpus;
  };
  /// false: /proc/stat does not tell, or stands still.
  bool look();

  std::shared_ptr<const FileSystem> files_;
  Clock& clock_;
  std::vector<int> cpus_;
  std::vector<std::vector<int>> siblings_;  ///< of each of cpus_
  std::function<Seconds()> own_cpu_time_;
  std::deque<Look> looks_;
  std::vector<std::string> quota_statistics_;
  Seconds stopped_{};  ///< by a quota, when it was last asked
  ThrottleState throttle_;
};

/// CLOCK_PROCESS_CPUTIME_ID.
Seconds process_cpu_time();

/// The functions of a watch for the runner; they keep it.
BlockWatch watch_with(const std::shared_ptr<MachineWatch>& watch);

}  // namespace cachebound
