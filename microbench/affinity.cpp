// SPDX-License-Identifier: Apache-2.0
#include "microbench/affinity.hpp"

#include <fmt/format.h>
#include <sched.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace cachebound {
namespace {

/// sched_setaffinity with a mask that is large enough for any machine. Thread 0 is the caller.
bool set_mask(const std::vector<int>& cpus, pid_t thread = 0) {
  const int highest = cpus.empty() ? 0 : *std::max_element(cpus.begin(), cpus.end());
  const auto size = CPU_ALLOC_SIZE(static_cast<std::size_t>(highest) + 1);
  cpu_set_t* mask = CPU_ALLOC(static_cast<std::size_t>(highest) + 1);
  CPU_ZERO_S(size, mask);
  for (const int cpu : cpus) CPU_SET_S(static_cast<std::size_t>(cpu), size, mask);
  const bool done = sched_setaffinity(thread, size, mask) == 0;
  CPU_FREE(mask);
  return done;
}

}  // namespace

std::vector<int> allowed_cpus() {
  std::vector<int> cpus;
  // The kernel refuses a mask smaller than its own (EINVAL): grow until it fits.
  for (std::size_t count = 1024; count <= (1U << 20U); count *= 4) {
    const auto size = CPU_ALLOC_SIZE(count);
    cpu_set_t* mask = CPU_ALLOC(count);
    CPU_ZERO_S(size, mask);
    const bool done = sched_getaffinity(0, size, mask) == 0;
    for (std::size_t cpu = 0; done && cpu < count; ++cpu) {
      if (CPU_ISSET_S(cpu, size, mask)) cpus.push_back(static_cast<int>(cpu));
    }
    CPU_FREE(mask);
    if (done || errno != EINVAL) break;
  }
  return cpus;
}

int current_cpu() { return sched_getcpu(); }

Status confine_thread(int thread_id, const std::vector<int>& cpus) {
  if (set_mask(cpus, thread_id) || errno == ESRCH) return std::nullopt;
  return Error{Reason::no_resources, fmt::format("thread {} cannot be kept to its cpus: {}", thread_id, std::strerror(errno))};
}

Result<PinnedThread> PinnedThread::to(int cpu) {
  std::vector<int> previous = allowed_cpus();
  if (!set_mask({cpu})) {
    return Error{Reason::no_resources, fmt::format("cannot run on cpu {}: {}", cpu, std::strerror(errno))};
  }
  return PinnedThread(cpu, std::move(previous));
}

PinnedThread::PinnedThread(PinnedThread&& other) noexcept : cpu_(other.cpu_), previous_(std::move(other.previous_)) {
  other.previous_.clear();
}

PinnedThread::~PinnedThread() {
  if (!previous_.empty()) set_mask(previous_);
}

}  // namespace cachebound
