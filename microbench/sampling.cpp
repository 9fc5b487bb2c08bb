// SPDX-License-Identifier: Apache-2.0
#include "microbench/sampling.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <ctime>
#include <span>
#include <utility>

#include "microbench/affinity.hpp"
#include "microbench/result.hpp"
#include "microbench/statistics.hpp"

namespace cachebound {
namespace {

double ranked(std::span<const double> values, int rank) {
  const auto last = values.size() - 1;
  return order_statistic(values, std::min(static_cast<std::size_t>(rank), last));
}

/// Did the clock of the chain move within the sample? Compares its quick slices of the first and the second half.
bool clock_moved(const std::vector<double>& chain, const SamplingPolicy& policy) {
  const std::span all(chain);
  if (chain.size() < 4) return false;
  const double chosen = ranked(all, policy.chain_rank);
  if (ranked(all, policy.chain_agreement) > chosen * (1.0 + policy.clock_tolerance)) return true;
  const auto half = chain.size() / 2;
  const double first = ranked(all.first(half), policy.chain_rank / 2);
  const double second = ranked(all.last(half), policy.chain_rank / 2);
  return std::abs(first / second - 1.0) > policy.clock_tolerance;
}

bool switched(const ThreadState& before, const ThreadState& after) {
  return before.involuntary_switches != after.involuntary_switches ||
         before.voluntary_switches != after.voluntary_switches;
}

/// Which cause took most of a sample's pairs; those that count none are in the order of the list.
DropCause largest_cause(const SliceTimes& times) {
  const std::array<std::pair<int, DropCause>, 4> causes{{{times.descheduled_pairs, DropCause::descheduled},
                                                         {times.migrated_pairs, DropCause::migrated},
                                                         {times.faulted_pairs, DropCause::faulted},
                                                         {times.jumped_pairs, DropCause::timer_jumped}}};
  return std::max_element(causes.begin(), causes.end(), [](const auto& a, const auto& b) { return a.first < b.first; })
      ->second;
}

/// Adds up what happened to the members of a team over a block.
class TroubleCount {
 public:
  void add(const std::vector<Sighting>& before, const std::vector<Sighting>& after, DropCause cause, bool waits) {
    members_.resize(before.size());
    Seconds longest{};
    for (std::size_t i = 0; i < before.size(); ++i) {
      const Seconds wall = after[i].at - before[i].at;
      if (!waits) members_[i].lost += wall - (after[i].state.cpu_time - before[i].state.cpu_time);
      members_[i].switched = members_[i].switched || switched(before[i].state, after[i].state);
      trouble_.page_faults += static_cast<double>(after[i].state.page_faults - before[i].state.page_faults);
      longest = std::max(longest, wall);
    }
    trouble_.seconds += longest.value;
    if (cause == DropCause::descheduled) ++trouble_.descheduled_pairs;
    if (cause == DropCause::migrated) ++trouble_.migrated_pairs;
    if (cause == DropCause::faulted) ++trouble_.faulted_pairs;
    if (cause == DropCause::timer_jumped) ++trouble_.jumped_pairs;
    trouble_.cpu = after.front().state.cpu;
  }

  [[nodiscard]] Trouble total(const std::vector<Sample>& samples) const {
    Trouble trouble = trouble_;
    // Without a switch in the whole block, what is missing of the time was the hypervisor's or an interrupt's.
    for (const Member& member : members_)
      if (member.switched) trouble.off_core_seconds = std::max(trouble.off_core_seconds, member.lost.value);
    for (const Sample& sample : samples) {
      if (sample.dropped != DropCause::none) continue;
      trouble.clock_high = std::max(trouble.clock_high, sample.steps_per_second);
      if (trouble.clock_low == 0.0 || sample.steps_per_second < trouble.clock_low)
        trouble.clock_low = sample.steps_per_second;
    }
    return trouble;
  }

 private:
  struct Member {
    Seconds lost{};
    bool switched = false;
  };
  Trouble trouble_;
  std::vector<Member> members_;
};

struct PairTimes {
  double kernel_seconds;
  double chain_seconds;
  double balance;
};

PairTimes run_pair(const TimedWork& kernel, std::size_t kernel_iterations, const TimedWork& chain,
                   std::size_t chain_iterations, const SamplingPolicy& policy) {
  const SliceReading slice = kernel(kernel_iterations);
  PairTimes times{.kernel_seconds = slice.duration.value, .chain_seconds = 0.0, .balance = slice.balance};
  for (int repeat = 0; repeat < policy.chain_repeats; ++repeat) {
    const double seconds = chain(chain_iterations).duration.value;
    if (repeat == 0 || seconds < times.chain_seconds) times.chain_seconds = seconds;
  }
  return times;
}

/// Timed from outside: between two readings of the clock stands one of them and the call.
TimedWork timed(const Work& work, Clock& clock) {
  return [&work, &clock](std::size_t iterations) {
    const Seconds start = clock.now();
    work(iterations);
    return SliceReading{.duration = clock.now() - start};
  };
}

}  // namespace

SamplingWorld real_sampling_world(SteadyClock& clock) {
  return {.clock = clock, .thread_state = [] {
            rusage usage{};
            getrusage(RUSAGE_THREAD, &usage);
            timespec spent{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
            return ThreadState{
                .involuntary_switches = usage.ru_nivcsw,
                .voluntary_switches = usage.ru_nvcsw,
                .cpu = current_cpu(),
                .cpu_time = {static_cast<double>(spent.tv_sec) + 1e-9 * static_cast<double>(spent.tv_nsec)},
                .page_faults = usage.ru_minflt + usage.ru_majflt};
          }};
}

std::string to_string(DropCause cause) {
  switch (cause) {
    case DropCause::none:
      return "none";
    case DropCause::descheduled:
      return "descheduled";
    case DropCause::migrated:
      return "migrated";
    case DropCause::clock_moved:
      return "clock moved";
    case DropCause::faulted:
      return "page faults";
    case DropCause::timer_jumped:
      return "timer jumped";
  }
  return "unknown";
}

DropCause disturbance(const ThreadState& before, const ThreadState& after, Seconds wall, bool waits) {
  constexpr double tolerated_loss = 0.005;
  // Twice the coarsest tick of a kernel (100 Hz): where a thread's time is counted in ticks, it may lag by one.
  constexpr Seconds least_jump = milliseconds(20);
  if (before.cpu != after.cpu) return DropCause::migrated;
  const Seconds had = after.cpu_time - before.cpu_time;
  const Seconds lost = wall - had;
  if (switched(before, after)) {
    // One that waits for others loses time by itself; that it was put aside as well, only the other kind of switch says.
    const bool put_aside = !waits || before.involuntary_switches != after.involuntary_switches;
    if (put_aside && lost > tolerated_loss * wall) return DropCause::descheduled;
  } else if (had > Seconds{} && std::abs(lost.value) > least_jump.value) {
    // The thread kept its core, and its own time says so: it is the timer that leapt, or a machine that was halted.
    return DropCause::timer_jumped;
  }
  return before.page_faults != after.page_faults ? DropCause::faulted : DropCause::none;
}

DropCause disturbance(const std::vector<Sighting>& before, const std::vector<Sighting>& after, bool waits) {
  DropCause worst = DropCause::none;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const DropCause cause = disturbance(before[i].state, after[i].state, after[i].at - before[i].at, waits);
    if (cause == DropCause::migrated) return cause;
    if (cause != DropCause::none) worst = cause;
  }
  return worst;
}

Sample reduce(const SliceTimes& times, double kernel_iterations, double chain_steps, const SamplingPolicy& policy) {
  Sample sample;
  sample.lost_pairs = times.descheduled_pairs + times.migrated_pairs;
  if (2 * static_cast<int>(times.kernel_seconds.size()) < policy.pairs) {
    sample.dropped = largest_cause(times);
    return sample;
  }
  const double kernel = ranked(times.kernel_seconds, policy.rank) / kernel_iterations;
  const double chain = ranked(times.chain_seconds, policy.chain_rank) / chain_steps;
  sample.seconds_per_iteration = kernel;
  sample.steps_per_iteration = kernel / chain;
  sample.steps_per_second = 1.0 / chain;
  if (!times.kernel_balance.empty()) sample.balance = median(times.kernel_balance);
  if (clock_moved(times.chain_seconds, policy)) sample.dropped = DropCause::clock_moved;
  return sample;
}

Block summarise(const std::vector<Sample>& samples) {
  Block block;
  std::vector<double> seconds;
  std::vector<double> steps;
  std::vector<double> clock;
  std::vector<double> balance;
  for (const Sample& sample : samples) {
    block.lost_pairs += sample.lost_pairs;
    switch (sample.dropped) {
      case DropCause::none:
        seconds.push_back(sample.seconds_per_iteration);
        steps.push_back(sample.steps_per_iteration);
        clock.push_back(sample.steps_per_second);
        balance.push_back(sample.balance);
        continue;
      case DropCause::descheduled:
        ++block.dropped_descheduled;
        break;
      case DropCause::migrated:
        ++block.dropped_migrated;
        break;
      case DropCause::clock_moved:
        ++block.dropped_clock;
        break;
      case DropCause::faulted:  // how many pairs, the block's trouble says
      case DropCause::timer_jumped:
        break;
    }
    ++block.dropped;
  }
  block.samples = static_cast<int>(seconds.size());
  if (!seconds.empty()) {
    block.seconds_per_iteration = median(seconds);
    block.steps_per_iteration = median(steps);
    block.steps_per_second = median(clock);
    block.balance = median(balance);
  }
  return block;
}

std::size_t iterations_for(const Work& work, Seconds duration, Clock& clock) {
  constexpr std::size_t most = std::size_t{1} << 30U;  // an iteration is at least one instruction
  const auto timed_once = [&](std::size_t iterations) {
    const Seconds start = clock.now();
    work(iterations);
    return clock.now() - start;
  };
  for (std::size_t iterations = 1;; iterations *= 2) {
    Seconds best = timed_once(iterations);
    if (best < duration && iterations < most) continue;
    // The shortest of three: one in which the thread lost its core says that a single iteration takes milliseconds, and
    // the timed slices would be too short for the timer.
    for (int again = 0; again < 2; ++again) best = std::min(best, timed_once(iterations));
    if (2.0 * best < duration && iterations < most) continue;
    if (best.value <= 0.0) return iterations;
    const double wanted = static_cast<double>(iterations) * ratio(duration, best);
    return std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(wanted)));
  }
}

Block sample_block(const Work& kernel, const Work& chain, double chain_steps_per_iteration,
                   const SamplingPolicy& policy, const SamplingWorld& world) {
  return sample_slices(timed(kernel, world.clock), timed(chain, world.clock), chain_steps_per_iteration, policy,
                       world.clock, [&] {
                         const Seconds at = world.clock.now();
                         return std::vector<Sighting>{{.at = at, .state = world.thread_state()}};
                       });
}

Block sample_slices(const TimedWork& kernel, const TimedWork& chain, double chain_steps_per_iteration,
                    const SamplingPolicy& policy, Clock& clock, const std::function<std::vector<Sighting>()>& sight) {
  const Seconds warm_start = clock.now();
  const std::size_t kernel_iterations = iterations_for([&](std::size_t n) { kernel(n); }, policy.slice, clock);
  const std::size_t chain_iterations = iterations_for([&](std::size_t n) { chain(n); }, policy.slice, clock);
  while (clock.now() - warm_start < policy.warm_up) kernel(kernel_iterations);

  std::vector<Sample> samples;
  samples.reserve(static_cast<std::size_t>(policy.samples));
  TroubleCount trouble;
  for (int index = 0; index < policy.samples; ++index) {
    SliceTimes times;
    // Before the first look: a page fault of our own list would be taken for one of the kernel.
    for (auto* list : {&times.kernel_seconds, &times.chain_seconds, &times.kernel_balance})
      list->reserve(static_cast<std::size_t>(policy.pairs));
    std::vector<Sighting> before = sight();
    for (int pair = 0; pair < policy.pairs; ++pair) {
      const auto [kernel_seconds, chain_seconds, balance] =
          run_pair(kernel, kernel_iterations, chain, chain_iterations, policy);
      std::vector<Sighting> after = sight();
      DropCause cause = disturbance(before, after, policy.waits);
      // Less than nothing is an impossible time, and the shortest of all: it would be chosen.
      const bool may_be_kept = cause == DropCause::none || cause == DropCause::faulted;
      if (may_be_kept && std::min(kernel_seconds, chain_seconds) <= 0.0) cause = DropCause::timer_jumped;
      trouble.add(before, after, cause, policy.waits);
      const bool kept = cause == DropCause::none || (cause == DropCause::faulted && policy.keep_faulted);
      if (kept) {
        times.kernel_seconds.push_back(kernel_seconds);
        times.chain_seconds.push_back(chain_seconds);
        times.kernel_balance.push_back(balance);
      } else if (cause == DropCause::migrated) {
        ++times.migrated_pairs;
      } else if (cause == DropCause::descheduled) {
        ++times.descheduled_pairs;
      } else if (cause == DropCause::faulted) {
        ++times.faulted_pairs;
      } else {
        ++times.jumped_pairs;
      }
      before = std::move(after);
    }
    samples.push_back(reduce(times, static_cast<double>(kernel_iterations),
                             static_cast<double>(chain_iterations) * chain_steps_per_iteration, policy));
  }
  Block block = summarise(samples);
  block.trouble = trouble.total(samples);
  return block;
}

}  // namespace cachebound
