// SPDX-License-Identifier: Apache-2.0
// Threads that run the same work at the same time, each on a cpu of its own.
//
// A team lives as long as one block of one row: its waiting threads are never quite still (they watch a barrier), and
// must not run beside rows of one thread.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>
#include <vector>

#include "microbench/clock.hpp"
#include "microbench/result.hpp"
#include "microbench/sampling.hpp"

namespace cachebound {

/// What member `thread` of a team does; called on that thread, must not throw.
using MemberWork = std::function<void(std::size_t thread, std::size_t iterations)>;

/// When one member's share of a call began and ended, by its own readings of the clock.
struct MemberSpan {
  Seconds begin{};
  Seconds end{};
};

/// Pure. The slice lasts from the first start to the last end: a member that starts late makes it longer, never
/// shorter, so members that did not run at the same time cannot look fast. The balance is over the members' own
/// durations. `spans` is not empty.
SliceReading reading_of(const std::vector<MemberSpan>& spans);

class ThreadTeam {
 public:
  /// One thread for each of `cpus`; the caller is the first of them and is already where it should be, the others are
  /// made and pinned. `clock` is read by all of them at once: SteadyClock can, a fake must be able to.
  /// Error{no_resources}: a thread could not be made, or not be pinned; Error{malformed}: no cpu.
  static Result<ThreadTeam> on(const std::vector<int>& cpus, Clock& clock);

  ThreadTeam(ThreadTeam&&) noexcept;
  ThreadTeam& operator=(ThreadTeam&&) = delete;
  ThreadTeam(const ThreadTeam&) = delete;
  ThreadTeam& operator=(const ThreadTeam&) = delete;
  ~ThreadTeam();

  [[nodiscard]] std::size_t size() const;

  /// Every member runs `work` once, all behind one barrier; returns when the last is done.
  const std::vector<MemberSpan>& run(const MemberWork& work, std::size_t iterations);

 private:
  struct Shared;
  explicit ThreadTeam(std::unique_ptr<Shared> shared);
  std::unique_ptr<Shared> shared_;
};

}  // namespace cachebound
