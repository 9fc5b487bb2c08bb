// SPDX-License-Identifier: Apache-2.0
// Where the threads of a team wait for one another, without a system call where each has a cpu of its own.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

namespace cachebound {

/// What two threads write must not share a line; x86-64 fetches lines in pairs, Apple's are 128 bytes long.
inline constexpr std::size_t line_pair_bytes = 128;

/// Counts arrivals of `threads` threads; the last one opens the next generation. All that a thread did before it
/// arrived has happened before whatever any of them does after it (every arrival is an acquire-release of one counter,
/// and the opening is a release that the waiting threads acquire).
class SpinBarrier {
 public:
  explicit SpinBarrier(int threads) : threads_(threads) {}

  /// Waits until all have arrived. False, without waiting, once the barrier was abandoned.
  bool arrive_and_wait();

  /// Lets everybody go, now and from now on.
  void abandon() { abandoned_.store(true, std::memory_order_release); }

 private:
  const int threads_;
  alignas(line_pair_bytes) std::atomic<int> arrived_{0};
  alignas(line_pair_bytes) std::atomic<std::uint32_t> generation_{0};
  std::atomic<bool> abandoned_{false};  ///< read together with the generation, written once
};

}  // namespace cachebound
