// SPDX-License-Identifier: Apache-2.0
// Which CPU a thread runs on.
#pragma once

#include <vector>

#include "microbench/result.hpp"

namespace cachebound {

/// CPUs this process may use, ascending.
std::vector<int> allowed_cpus();

/// CPU that executes the caller now; -1 where the kernel does not say.
int current_cpu();

/// Lets a thread of this process run on these cpus alone. One that has ended meanwhile is no error.
Status confine_thread(int thread_id, const std::vector<int>& cpus);

/// Pins the calling thread to one CPU and restores the earlier mask at its end.
class PinnedThread {
 public:
  static Result<PinnedThread> to(int cpu);
  PinnedThread(PinnedThread&& other) noexcept;
  PinnedThread& operator=(PinnedThread&&) = delete;
  PinnedThread(const PinnedThread&) = delete;
  PinnedThread& operator=(const PinnedThread&) = delete;
  ~PinnedThread();

  [[nodiscard]] int cpu() const { return cpu_; }

 private:
  PinnedThread(int cpu, std::vector<int> previous) : cpu_(cpu), previous_(std::move(previous)) {}
  int cpu_;
  std::vector<int> previous_;
};

}  // namespace cachebound
