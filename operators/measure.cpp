// SPDX-License-Identifier: Apache-2.0
#include "operators/measure.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/statistics.hpp"
#include "microbench/validity_rules.hpp"

namespace cachebound::operators {
namespace {

/// Whole operators scatter more than a probe: pages, the hypervisor's share of a millisecond.
constexpr double target = 0.01;

}  // namespace

std::string row_id(const std::string& operator_id, Part part) {
  return part == Part::whole ? operator_id : operator_id + "/packing";
}

SamplingPolicy policy_for(Seconds call, const OperatorSetting& setting) {
  SamplingPolicy policy = setting.policy;
  const double slice = std::max(call, policy.slice).value;
  policy.chain_repeats = 4;
  const double pair = slice + policy.chain_repeats * policy.slice.value;
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

Row make_row(const std::string& operator_id, Part part, const std::shared_ptr<Prepared>& prepared,
             const ClockChain& chain, const OperatorSetting& setting) {
  const Work work = [prepared, part](std::size_t calls) {
    for (std::size_t i = 0; i < calls; ++i) {
      if (part == Part::whole) {
        prepared->run();
      } else {
        prepared->run_packing();
      }
    }
  };
  Row row;
  row.id = row_id(operator_id, part);
  row.judge_in_cycles = false;
  row.target_half_width = target;
  row.repetition = {.run = work, .unit = "call"};
  row.measure = [work, chain, setting](int) {
    work(1);  // warm: caches, pages, branch history
    const Seconds start = setting.world.clock.now();
    work(1);
    const Seconds call = setting.world.clock.now() - start;
    return sample_block(work, chain.run, chain.steps_per_iteration, policy_for(call, setting), setting.world);
  };
  return row;
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
