// SPDX-License-Identifier: Apache-2.0
#include "microbench/spin_barrier.hpp"

#include <sched.h>

namespace cachebound {
namespace {

/// Looks before a waiting thread offers its cpu: 5 to 100 us by the length of the core's pause, so longer than threads
/// that run at the same time are apart, and short beside a time slice of the scheduler (milliseconds). Beyond it the
/// thread that is waited for may need this very cpu (more threads than cpus, an emulator).
constexpr int looks_before_yield = 2000;

/// Tells the core that it waits: a thread that shares its units gets them.
void pause_core() {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  asm volatile("yield" ::: "memory");
#endif
}

}  // namespace

bool SpinBarrier::arrive_and_wait() {
  if (abandoned_.load(std::memory_order_acquire)) return false;
  // Nobody can open the next generation before this thread has arrived.
  const std::uint32_t generation = generation_.load(std::memory_order_relaxed);
  if (arrived_.fetch_add(1, std::memory_order_acq_rel) + 1 == threads_) {
    arrived_.store(0, std::memory_order_relaxed);
    generation_.store(generation + 1, std::memory_order_release);
    return true;
  }
  for (int looks = 0; generation_.load(std::memory_order_acquire) == generation; ++looks) {
    if (abandoned_.load(std::memory_order_acquire)) return false;
    if (looks < looks_before_yield) {
      pause_core();
    } else {
      sched_yield();
    }
  }
  return true;
}

}  // namespace cachebound
