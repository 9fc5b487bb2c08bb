// SPDX-License-Identifier: Apache-2.0
#include "operators/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <vector>

#include "microbench/statistics.hpp"
#include "microbench/validity_rules.hpp"
#include "operators/entered.hpp"
#include "operators/process_threads.hpp"

namespace cachebound::operators {
namespace {

/// Whole operators scatter more than a probe: pages, the hypervisor's share of a millisecond.
constexpr double target = 0.01;

void call(Prepared& prepared, Part part) {
  if (part == Part::whole) {
    prepared.run();
  } else {
    prepared.run_packing();
  }
}

/// Only the call is timed, not what makes it cold.
Seconds cold_call(Prepared& prepared, const Conditions& conditions, Part part, Clock& clock) {
  conditions.conditioner->bring(conditions.cache, prepared);
  const Seconds start = clock.now();
  call(prepared, part);
  return clock.now() - start;
}

}  // namespace

std::string row_id(const std::string& operator_id, Part part) {
  return part == Part::whole ? operator_id : operator_id + "/packing";
}

SamplingPolicy policy_for(Seconds call, Seconds between, const OperatorSetting& setting) {
  SamplingPolicy policy = setting.policy;
  const double slice = std::max(call, policy.slice).value;
  policy.chain_repeats = 4;
  const double pair = slice + between.value + policy.chain_repeats * policy.slice.value;
  const double pairs_in_block = setting.block.value / pair;
  policy.samples = std::clamp(static_cast<int>(pairs_in_block / 16.0), 1, 9);
  policy.pairs = std::clamp(static_cast<int>(pairs_in_block / policy.samples), 3, 16);
  policy.rank = policy.pairs / 4;
  policy.chain_rank = policy.pairs / 4;
  policy.chain_agreement = policy.pairs / 2;
  policy.warm_up = std::min(policy.warm_up, call);
  policy.keep_faulted = true;  // a backend that asks for memory in every call is as slow for its user
  return policy;
}

Status too_short_to_be_cold(Prepared& prepared, const Conditions& conditions, const TimerFacts& timer, Clock& clock) {
  constexpr int looks = 3;
  constexpr double times = 100.0;
  const Entered entered(prepared);
  if (entered.refused()) return entered.refused();
  Seconds shortest{};
  for (int look = 0; look < looks; ++look) {
    const Seconds call = cold_call(prepared, conditions, Part::whole, clock);
    if (look == 0 || call < shortest) shortest = call;
  }
  const Seconds reading = timer.resolution + timer.overhead;
  if (shortest >= times * reading) return std::nullopt;
  return Error{Reason::not_applicable,
               fmt::format("a cold call takes {:.2f} us, and must be timed by itself with a clock that is good for {:.0f} "
                           "ns: too short",
                           shortest.value * 1e6, reading.value * 1e9)};
}

Row make_row(const std::string& operator_id, Part part, const std::shared_ptr<Prepared>& prepared,
             const Conditions& conditions, const ClockChain& chain, const OperatorSetting& setting) {
  const Work work = [prepared, part](std::size_t calls) {
    for (std::size_t i = 0; i < calls; ++i) call(*prepared, part);
  };
  Row row;
  row.id = row_id(operator_id, part);
  row.judge_in_cycles = false;
  row.target_half_width = target;
  row.threads = conditions.threads;
  // Events of calls in a row would be those of warm ones.
  if (conditions.cache == CacheState::warm) row.repetition = {.run = work, .unit = "call"};
  row.measure = [prepared, part, work, conditions, chain, setting](int) {
    Clock& clock = setting.world.clock;
    const Entered entered(*prepared);
    // It could be entered when it was verified: what it needs has been taken away since. "Migrated" is the nearest.
    if (entered.refused())
      return Block{.dropped = setting.policy.samples, .dropped_migrated = setting.policy.samples};
    work(1);  // warm: caches, pages, branch history
    const bool cold = conditions.cache != CacheState::warm;
    const Seconds start = clock.now();
    Seconds once = cold ? cold_call(*prepared, conditions, part, clock) : Seconds{};
    if (!cold) work(1);
    const Seconds both = clock.now() - start;
    if (!cold) once = both;
    SamplingPolicy policy = policy_for(once, both - once, setting);
    policy.waits = conditions.threads > 1;
    if (!cold) return sample_block(work, chain.run, chain.steps_per_iteration, policy, setting.world);
    return sample_slices(
        [&](std::size_t calls) {
          SliceReading reading;
          for (std::size_t i = 0; i < calls; ++i) reading.duration += cold_call(*prepared, conditions, part, clock);
          return reading;
        },
        [&](std::size_t iterations) {
          const Seconds from = clock.now();
          chain.run(iterations);
          return SliceReading{.duration = clock.now() - from};
        },
        chain.steps_per_iteration, policy, clock, [&] {
          const Seconds at = clock.now();
          return std::vector<Sighting>{{.at = at, .state = setting.world.thread_state()}};
        });
  };
  return row;
}

int threads_that_work(Prepared& prepared, Clock& clock) {
  constexpr Seconds least = milliseconds(50);
  const Entered entered(prepared);
  if (entered.refused()) return 0;
  prepared.run();  // what it makes at first is not counted
  const std::vector<ThreadTime> before = thread_times();
  for (const Seconds start = clock.now(); clock.now() - start < least;) prepared.run();
  return threads_that_ran(before, thread_times());
}

void fill_times(OperatorMeasurement& m, const RowRounds& whole, const RowRounds* packing, const ClockChain& chain,
                bool emulated, double timer_resolution_relative) {
  m.chain = chain.id;
  m.error = whole.error;
  const RoundValues values = round_values(whole);
  m.counters = values.counted.values;
  m.notes.insert(m.notes.end(), values.counted.notes.begin(), values.counted.notes.end());
  if (m.error) return;
  if (values.seconds_per_iteration.empty()) {
    m.error = whole.blocks.empty()
                  ? Error{Reason::interrupted, "not measured before the run ended"}
                  : Error{Reason::unstable, fmt::format("all {} samples were contaminated", values.dropped)};
    return;
  }
  const double tick = timer_resolution_relative;
  m.round_seconds = values.seconds_per_iteration;
  m.seconds = estimate<Seconds>(values.seconds_per_iteration, tick, values.samples, values.dropped);
  m.cycles_known = chain.cycles_per_step.has_value();
  if (m.cycles_known) {
    std::vector<double> cycles;
    std::vector<double> clock;
    for (std::size_t i = 0; i < values.steps_per_iteration.size(); ++i) {
      cycles.push_back(values.steps_per_iteration[i] * *chain.cycles_per_step);
      clock.push_back(values.steps_per_second[i] * *chain.cycles_per_step);
    }
    m.cycles = estimate<Cycles>(cycles, tick, values.samples, values.dropped);
    m.clock = estimate<Frequency>(clock, tick, values.samples, values.dropped);
  }
  if (packing != nullptr) {
    const RoundValues alone = round_values(*packing);
    if (!alone.seconds_per_iteration.empty()) {
      m.packing_seconds = estimate<Seconds>(alone.seconds_per_iteration, tick, alone.samples, alone.dropped);
    }
  }
  const auto& judged = m.cycles_known ? m.cycles.value.value : m.seconds.value.value;
  const double width = m.cycles_known ? relative_half_width(m.cycles) : relative_half_width(m.seconds);
  const bool enough = m.round_seconds.size() >= fewest_rounds;
  const bool mostly_clean = values.dropped <= values.samples;
  // Where an operator's bytes come from is not known here, so it is taken for one that other cores can slow down.
  m.validity = signs_of(whole.blocks, {.in_cycles = false});
  m.quality = emulated                                                    ? Quality::emulated
              : judged > 0.0 && enough && mostly_clean && width <= target ? Quality::stable
                                                                          : Quality::noisy;
  m.quality = quality_with(m.quality, m.validity);
  if (!enough)
    m.notes.push_back(too_few_rounds(m.round_seconds.size(), whole.blocks.size()));
  if (!mostly_clean) {
    m.notes.push_back(fmt::format("{} of {} samples dropped", values.dropped, values.samples + values.dropped));
  }
  for (std::string& note : notes_of(m.validity)) m.notes.push_back(std::move(note));
}

}  // namespace cachebound::operators
