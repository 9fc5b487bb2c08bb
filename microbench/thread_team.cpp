// SPDX-License-Identifier: Apache-2.0
#include "microbench/thread_team.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <future>
#include <system_error>
#include <thread>
#include <utility>

#include "microbench/affinity.hpp"
#include "microbench/spin_barrier.hpp"

namespace cachebound {

/// The leader writes `work` and `iterations` before the barrier at which a call starts and reads `spans` after the one
/// at which it ends; in between they belong to the members. The barrier orders all of it.
struct ThreadTeam::Shared {
  Shared(std::size_t size, Clock& used) : clock(used), barrier(static_cast<int>(size)), slots(size), spans(size) {}
  Shared(const Shared&) = delete;
  Shared& operator=(const Shared&) = delete;
  ~Shared() {
    // Every thread waits at a barrier now, or is about to.
    barrier.abandon();
    for (std::thread& thread : threads) thread.join();
  }

  /// One member's span on lines of its own: it is written while others may still be timed.
  struct alignas(line_pair_bytes) Slot {
    MemberSpan span;
  };

  void run_share(std::size_t member) {
    MemberSpan span;
    span.begin = clock.now();
    (*work)(member, iterations);
    span.end = clock.now();
    slots[member].span = span;
  }

  void serve(std::size_t member) {
    while (barrier.arrive_and_wait()) {
      run_share(member);
      if (!barrier.arrive_and_wait()) return;
    }
  }

  Clock& clock;
  SpinBarrier barrier;
  std::vector<Slot> slots;
  std::vector<MemberSpan> spans;
  const MemberWork* work = nullptr;
  std::size_t iterations = 0;
  std::vector<std::thread> threads;
};

SliceReading reading_of(const std::vector<MemberSpan>& spans) {
  Seconds begin = spans.front().begin;
  Seconds end = spans.front().end;
  Seconds shortest = end - begin;
  Seconds longest = shortest;
  for (const MemberSpan& span : spans) {
    begin = std::min(begin, span.begin);
    end = std::max(end, span.end);
    shortest = std::min(shortest, span.end - span.begin);
    longest = std::max(longest, span.end - span.begin);
  }
  return {.duration = end - begin, .balance = shortest.value > 0.0 ? ratio(longest, shortest) : 1.0};
}

Result<ThreadTeam> ThreadTeam::on(const std::vector<int>& cpus, Clock& clock) {
  if (cpus.empty()) return Error{Reason::malformed, "a team needs a cpu"};
  auto shared = std::make_unique<Shared>(cpus.size(), clock);
  std::vector<std::future<Status>> pinned;
  for (std::size_t member = 1; member < cpus.size(); ++member) {
    std::promise<Status> promise;
    pinned.push_back(promise.get_future());
    try {
      shared->threads.emplace_back([&team = *shared, member, cpu = cpus[member], told = std::move(promise)]() mutable {
        const auto pin = PinnedThread::to(cpu);
        told.set_value(pin ? Status{} : Status{pin.error()});
        if (pin) team.serve(member);
      });
    } catch (const std::system_error& error) {
      return Error{Reason::no_resources, fmt::format("cannot make thread {} of a team: {}", member + 1, error.what())};
    }
  }
  // All are asked before any failure is returned: the destructor joins them.
  Status failure;
  for (auto& answer : pinned) {
    Status status = answer.get();
    if (status && !failure) failure = std::move(status);
  }
  if (failure) return *failure;
  return ThreadTeam(std::move(shared));
}

ThreadTeam::ThreadTeam(std::unique_ptr<Shared> shared) : shared_(std::move(shared)) {}
ThreadTeam::ThreadTeam(ThreadTeam&&) noexcept = default;
ThreadTeam::~ThreadTeam() = default;

std::size_t ThreadTeam::size() const { return shared_->slots.size(); }

const std::vector<MemberSpan>& ThreadTeam::run(const MemberWork& work, std::size_t iterations) {
  Shared& shared = *shared_;
  shared.work = &work;
  shared.iterations = iterations;
  shared.barrier.arrive_and_wait();
  shared.run_share(0);
  shared.barrier.arrive_and_wait();
  for (std::size_t member = 0; member < shared.spans.size(); ++member) shared.spans[member] = shared.slots[member].span;
  return shared.spans;
}

}  // namespace cachebound
