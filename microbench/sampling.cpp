// SPDX-License-Identifier: Apache-2.0
#include "microbench/sampling.hpp"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <cmath>
#include <ctime>
#include <span>

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

struct PairTimes {
  double kernel_seconds;
  double chain_seconds;
};

PairTimes run_pair(const Work& kernel, std::size_t kernel_iterations, const Work& chain, std::size_t chain_iterations,
                   const SamplingPolicy& policy, Clock& clock) {
  const Seconds start = clock.now();
  kernel(kernel_iterations);
  Seconds from = clock.now();
  PairTimes times{.kernel_seconds = (from - start).value, .chain_seconds = 0.0};
  for (int repeat = 0; repeat < policy.chain_repeats; ++repeat) {
    chain(chain_iterations);
    const Seconds to = clock.now();
    if (repeat == 0 || (to - from).value < times.chain_seconds) times.chain_seconds = (to - from).value;
    from = to;
  }
  return times;
}

}  // namespace

SamplingWorld real_sampling_world(SteadyClock& clock) {
  return {.clock = clock, .thread_state = [] {
            rusage usage{};
            getrusage(RUSAGE_THREAD, &usage);
            timespec spent{};
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
            return ThreadState{.involuntary_switches = usage.ru_nivcsw,
                               .voluntary_switches = usage.ru_nvcsw,
                               .cpu = current_cpu(),
                               .cpu_time = {static_cast<double>(spent.tv_sec) + 1e-9 * static_cast<double>(spent.tv_nsec)}};
          }};
}

std::string to_string(DropCause cause) {
  switch (cause) {
    case DropCause::none: return "none";
    case DropCause::descheduled: return "descheduled";
    case DropCause::migrated: return "migrated";
    case DropCause::clock_moved: return "clock moved";
  }
  return "unknown";
}

DropCause disturbance(const ThreadState& before, const ThreadState& after, Seconds wall) {
  constexpr double tolerated_loss = 0.005;
  if (before.cpu != after.cpu) return DropCause::migrated;
  const bool switched = before.involuntary_switches != after.involuntary_switches ||
                        before.voluntary_switches != after.voluntary_switches;
  const Seconds lost = wall - (after.cpu_time - before.cpu_time);
  return switched && lost > tolerated_loss * wall ? DropCause::descheduled : DropCause::none;
}

Sample reduce(const SliceTimes& times, double kernel_iterations, double chain_steps, const SamplingPolicy& policy) {
  Sample sample;
  sample.lost_pairs = times.descheduled_pairs + times.migrated_pairs;
  if (2 * static_cast<int>(times.kernel_seconds.size()) < policy.pairs) {
    sample.dropped = times.migrated_pairs > times.descheduled_pairs ? DropCause::migrated : DropCause::descheduled;
    return sample;
  }
  const double kernel = ranked(times.kernel_seconds, policy.rank) / kernel_iterations;
  const double chain = ranked(times.chain_seconds, policy.chain_rank) / chain_steps;
  sample.seconds_per_iteration = kernel;
  sample.steps_per_iteration = kernel / chain;
  sample.steps_per_second = 1.0 / chain;
  if (clock_moved(times.chain_seconds, policy)) sample.dropped = DropCause::clock_moved;
  return sample;
}

Block summarise(const std::vector<Sample>& samples) {
  Block block;
  std::vector<double> seconds;
  std::vector<double> steps;
  std::vector<double> clock;
  for (const Sample& sample : samples) {
    block.lost_pairs += sample.lost_pairs;
    switch (sample.dropped) {
      case DropCause::none:
        seconds.push_back(sample.seconds_per_iteration);
        steps.push_back(sample.steps_per_iteration);
        clock.push_back(sample.steps_per_second);
        continue;
      case DropCause::descheduled: ++block.dropped_descheduled; break;
      case DropCause::migrated: ++block.dropped_migrated; break;
      case DropCause::clock_moved: ++block.dropped_clock; break;
    }
    ++block.dropped;
  }
  block.samples = static_cast<int>(seconds.size());
  if (!seconds.empty()) {
    block.seconds_per_iteration = median(seconds);
    block.steps_per_iteration = median(steps);
    block.steps_per_second = median(clock);
  }
  return block;
}

std::size_t iterations_for(const Work& work, Seconds duration, Clock& clock) {
  constexpr std::size_t most = std::size_t{1} << 30U;  // an iteration is at least one instruction
  for (std::size_t iterations = 1;; iterations *= 2) {
    const Seconds start = clock.now();
    work(iterations);
    const Seconds spent = clock.now() - start;
    if (spent >= duration || iterations >= most) {
      // The slice that was just run is the estimate: the shortest of three, since a disturbed one would make the
      // timed slices too short for the timer.
      Seconds best = spent;
      for (int again = 0; again < 2; ++again) {
        const Seconds from = clock.now();
        work(iterations);
        best = std::min(best, clock.now() - from);
      }
      if (best.value <= 0.0) return iterations;
      const double wanted = static_cast<double>(iterations) * ratio(duration, best);
      return std::max<std::size_t>(1, static_cast<std::size_t>(std::llround(wanted)));
    }
  }
}

Block sample_block(const Work& kernel, const Work& chain, double chain_steps_per_iteration,
                   const SamplingPolicy& policy, const SamplingWorld& world) {
  const Seconds warm_start = world.clock.now();
  const std::size_t kernel_iterations = iterations_for(kernel, policy.slice, world.clock);
  const std::size_t chain_iterations = iterations_for(chain, policy.slice, world.clock);
  while (world.clock.now() - warm_start < policy.warm_up) kernel(kernel_iterations);

  std::vector<Sample> samples;
  for (int index = 0; index < policy.samples; ++index) {
    SliceTimes times;
    ThreadState before = world.thread_state();
    Seconds before_time = world.clock.now();
    for (int pair = 0; pair < policy.pairs; ++pair) {
      const auto [kernel_seconds, chain_seconds] =
          run_pair(kernel, kernel_iterations, chain, chain_iterations, policy, world.clock);
      const ThreadState after = world.thread_state();
      const Seconds after_time = world.clock.now();
      switch (disturbance(before, after, after_time - before_time)) {
        case DropCause::migrated: ++times.migrated_pairs; break;
        case DropCause::descheduled: ++times.descheduled_pairs; break;
        default:
          times.kernel_seconds.push_back(kernel_seconds);
          times.chain_seconds.push_back(chain_seconds);
      }
      before = after;
      before_time = after_time;
    }
    samples.push_back(reduce(times, static_cast<double>(kernel_iterations),
                             static_cast<double>(chain_iterations) * chain_steps_per_iteration, policy));
  }
  return summarise(samples);
}

}  // namespace cachebound
