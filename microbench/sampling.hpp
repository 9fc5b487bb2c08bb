// SPDX-License-Identifier: Apache-2.0
// Cycles without a PMU: slices of a kernel alternate with slices of a dependent chain whose latency is certain.
//
// What disturbs a slice (an interrupt, the hypervisor, another tenant) only ever lengthens it, and does so often: on a
// shared VM one slice in three is 1 to 5 % long. The ratio of sums therefore scatters by 3 % and its median is off by
// up to 0.7 %; the ratio of a low quantile of either side does not: 32.00 flops/cycle +- 0.01 % in the same minute
// (docs/method.md, "Which slices count"). No maximum is ever taken over normalised samples: a disturbed chain slice
// makes the kernel look fast, and here it is simply not the slice that is chosen.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "microbench/clock.hpp"
#include "microbench/counter_value.hpp"
#include "microbench/trouble.hpp"

namespace cachebound {

struct SamplingPolicy {
  Seconds slice = microseconds(60);   ///< wanted length of one slice; raised to 1000 ticks of a coarse timer
  int pairs = 16;                     ///< kernel and chain slices per sample
  int samples = 9;                    ///< samples per block (one block = one row in one round)
  Seconds warm_up = milliseconds(2);  ///< the kernel runs untimed first: vector licence, caches, predictor
  int rank = 2;                       ///< which kernel slice counts, from the shortest (2 of 16: the 16 % quantile)
  int chain_rank = 2;                 ///< the same for the chain
  int chain_repeats = 1;              ///< a chain slice is the shortest of this many; > 1 where pairs are few
  int chain_agreement = 6;            ///< the chain slice of this rank must agree with the one that counts ...
  double clock_tolerance = 0.01;      ///< ... within this; the clock may not move by more within a sample either
  bool keep_faulted = false;          ///< page faults are part of what is measured: an operator may ask for memory
  bool waits = false;                 ///< so is its sleep: the thread that is watched waits for others of its team
};

/// Runs `iterations` of something; a kernel or a chain.
using Work = std::function<void(std::size_t iterations)>;

/// How long one slice took, told by whoever ran it.
struct SliceReading {
  Seconds duration{};
  double balance = 1.0;  ///< of the threads that ran it, the slowest's own time over the fastest's
};

/// Runs `iterations` of something and times it; a team of threads reads its clocks inside its barrier.
using TimedWork = std::function<SliceReading(std::size_t iterations)>;

/// The dependent chain that counts cycles beside some work; whoever owns the kernels hands it over in this form.
struct ClockChain {
  std::string id;
  Work run;
  double steps_per_iteration = 1.0;
  std::optional<int> cycles_per_step;  ///< calibrated; absent: nothing is given per cycle
};

/// What the operating system did to the thread; compared before and after every pair.
struct ThreadState {
  long involuntary_switches = 0;
  long voluntary_switches = 0;
  int cpu = -1;
  Seconds cpu_time{};    ///< that the thread has had so far (CLOCK_THREAD_CPUTIME_ID)
  long page_faults = 0;  ///< minor and major
};

/// A thread's state, and when it was read. The time is read first: a thread loses its core mostly on its way out of a
/// system call, and those of the state would then count the switch in the next pair and its time in this one.
struct Sighting {
  Seconds at{};
  ThreadState state;
};

/// The world as the sampler sees it; tests pass a fake.
struct SamplingWorld {
  Clock& clock;
  std::function<ThreadState()> thread_state;
};

/// CLOCK_MONOTONIC_RAW, getrusage(RUSAGE_THREAD), getcpu.
SamplingWorld real_sampling_world(SteadyClock& clock);

enum class DropCause { none, descheduled, migrated, clock_moved, faulted, timer_jumped };
std::string to_string(DropCause cause);

/// Durations of the slices of one sample, in the order in which they ran. Only pairs in which the thread kept its core
/// are here; the others are counted.
struct SliceTimes {
  std::vector<double> kernel_seconds;
  std::vector<double> chain_seconds;
  std::vector<double> kernel_balance;  ///< of the threads of each kernel slice; empty: one thread
  int descheduled_pairs = 0;
  int migrated_pairs = 0;
  int faulted_pairs = 0;
  int jumped_pairs = 0;
};

/// Pure: did the thread keep its core, and its pages, between two readings that are `wall` apart? A switch that cost
/// less than half a percent of that time is let pass: a call of 100 ms cannot do without one, and 0.1 ms does not spoil
/// it.
/// `waits`: what it sleeps of its own accord is part of its work.
DropCause disturbance(const ThreadState& before, const ThreadState& after, Seconds wall, bool waits = false);

/// Pure: the same of a team, each member over its own time: a cause as soon as one member has one. `before` and `after`
/// have the same members.
DropCause disturbance(const std::vector<Sighting>& before, const std::vector<Sighting>& after, bool waits = false);

/// One sample, reduced.
struct Sample {
  double seconds_per_iteration = 0.0;  ///< of the kernel
  double steps_per_iteration = 0.0;    ///< chain steps that fit into one kernel iteration: free of the clock
  double steps_per_second = 0.0;       ///< of the chain: the clock, up to the latency of a step
  double balance = 1.0;                ///< median over its kernel slices
  int lost_pairs = 0;
  DropCause dropped = DropCause::none;
};

/// Pure: reduces the slices of one sample. `kernel_iterations`, `chain_steps`: per slice. A sample that lost more than
/// half of its pairs is dropped: the rest may be the tail of the same trouble.
Sample reduce(const SliceTimes& times, double kernel_iterations, double chain_steps, const SamplingPolicy& policy);

/// One row in one round.
struct Block {
  double seconds_per_iteration = 0.0;  ///< medians over the samples that count; 0 when none does
  double steps_per_iteration = 0.0;
  double steps_per_second = 0.0;
  int samples = 0;
  int dropped = 0;
  int lost_pairs = 0;  ///< of all samples, the kept ones too: pairs in which the thread lost its core
  int dropped_descheduled = 0;
  int dropped_migrated = 0;
  int dropped_clock = 0;
  double balance = 1.0;                  ///< median over the samples that count; 1 where one thread ran
  double ascending = 0.0;                ///< 1: the kernel walked its window line after line (probes/window_order.hpp)
  double beside_bytes_per_second = 0.0;  ///< what other threads read meanwhile to put load on memory; else 0
  Trouble trouble = {};                  ///< what happened meanwhile
  CountedValues counted{};               ///< by counters/row_counting.hpp, beside the block
};

/// Pure: medians over the samples that were not dropped.
Block summarise(const std::vector<Sample>& samples);

/// Iterations of `work` that take at least `duration`; found by doubling, so tens of milliseconds at most are spent. A
/// trial during which the core was lost, or the timer jumped, does not end the search: of three the shortest decides.
std::size_t iterations_for(const Work& work, Seconds duration, Clock& clock);

/// Samples a kernel against a chain; `chain_steps_per_iteration` converts chain iterations to steps.
Block sample_block(const Work& kernel, const Work& chain, double chain_steps_per_iteration,
                   const SamplingPolicy& policy, const SamplingWorld& world);

/// The same for work that times itself; `sight` looks at every thread that runs it.
Block sample_slices(const TimedWork& kernel, const TimedWork& chain, double chain_steps_per_iteration,
                    const SamplingPolicy& policy, Clock& clock, const std::function<std::vector<Sighting>()>& sight);

}  // namespace cachebound
