// SPDX-License-Identifier: Apache-2.0
#include "probes/measure.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "microbench/statistics.hpp"
#include "microbench/trial.hpp"
#include "microbench/validity_rules.hpp"
#include "probes/catalogue.hpp"
#include "probes/kernel_abi.h"
#include "probes/kernel_run.hpp"
#include "probes/loaded_latency.hpp"
#include "probes/window_order.hpp"

namespace cachebound::probes {
namespace {

/// In-core rows are wanted to 0.3 %, outer ones to 1 % (their own scatter is larger).
constexpr double in_core_target = 0.003;
constexpr double outer_target = 0.01;
/// Up to here a working set may be inside a private L2 (the largest of configs/cores is 2 MiB): such a row moves with
/// the core's clock and is judged in cycles. Only the judging depends on it; which level it is, analysis decides.
constexpr std::size_t largest_private_cache = std::size_t{2} << 20U;
/// Beyond it a 60 us slice would start the prefetchers every few hundred lines; ten times as long costs 10 % of that.
constexpr double long_slice_factor = 10.0;
/// A call of an AMX kernel configures, loads and stores whole tiles: 0.27 us, 0.45 % of 60 us (1019.4 operations per
/// cycle of bf16, in slices of 200 us 1022.5). Kernels that leave tiles behind have slices of 240 us, those of SME at
/// every vector length: each call enters and leaves streaming mode.
constexpr std::size_t out_bytes_of_tiles = 4096;
constexpr double tile_slice_factor = 4.0;

bool is_large(const ProbeCase& probe_case) {
  const auto& access = probe_case.probe->access;
  return (access && stores_past_caches(*access)) ||
         (probe_case.working_set_bytes && *probe_case.working_set_bytes > largest_private_cache);
}

bool leaves_tiles(const Probe& probe) {
  return is_streaming(probe.isa) || (!is_scalable(probe.isa) && probe.out_bytes >= out_bytes_of_tiles);
}

/// Of all threads: the time it is divided by is that of the slowest, in which each has done its share.
/// Under load the work is that of the leader alone, and so is the time.
double work_per_iteration(const ProbeCase& probe_case) {
  return (probe_case.load_percent ? 1 : probe_case.threads) * work_of_thread(probe_case);
}

/// Bytes of an iteration that all cross the bus of the core: what a bus access carries is calibrated with them. Of so
/// large a set a private cache of 2 MiB (the largest of configs/cores) holds a thirtieth at most.
double read_from_memory(const ProbeCase& probe_case) {
  constexpr std::size_t beyond_caches = 32 * largest_private_cache;
  const Probe& probe = *probe_case.probe;
  const bool streams_from_memory = probe.access == Access::read && probe_case.threads == 1 &&
                                   probe_case.working_set_bytes.value_or(0) >= beyond_caches;
  return streams_from_memory ? executed(probe).read.value : 0.0;
}

CeilingKind ceiling_kind(ProbeKind kind) {
  switch (kind) {
    case ProbeKind::memory:
      return CeilingKind::memory;
    case ProbeKind::load_slots:
      return CeilingKind::load_slots;
    case ProbeKind::latency:
      return CeilingKind::latency;
    case ProbeKind::mixed:
      return CeilingKind::mixed;
    case ProbeKind::compute:
    case ProbeKind::chain:
      break;
  }
  return CeilingKind::compute;
}

std::string_view rate_name(ProbeKind kind) {
  if (kind == ProbeKind::compute || kind == ProbeKind::mixed) return "flops";
  return kind == ProbeKind::memory ? "bytes" : "loads";
}

bool faster_order(KernelRun& kernel, const SamplingPolicy& policy, Clock& clock) {
  return ascending_is_faster(
      [&](bool ascending, std::size_t iterations) {
        kernel.ascend(ascending);
        const Seconds begin = clock.now();
        kernel(iterations);
        return clock.now() - begin;
      },
      policy, clock);
}

std::vector<double> inverted(std::vector<double> rates) {
  for (double& rate : rates) rate = 1.0 / rate;
  return rates;
}

/// The order of most rounds.
std::string order_of(const RowRounds& rounds) {
  int ascending = 0, in_turns = 0;
  for (const Block& block : rounds.blocks)
    if (block.samples > 0) ++(block.ascending > 0.5 ? ascending : in_turns);
  if (ascending + in_turns == 0) return {};
  return ascending > in_turns ? "ascending" : "halves in turns";
}

std::vector<double> scaled(std::vector<double> rates, double factor) {
  for (double& rate : rates) rate *= factor;
  return rates;
}

void note_balance(ProbeMeasurement& m, const std::vector<double>& rounds) {
  m.thread_balance = median(rounds);
  if (*m.thread_balance > uneven_balance) {
    m.notes.push_back(
        fmt::format("uneven threads: the slowest takes {:.2f} times as long as the fastest, and the rate "
                    "is that of the slowest on all {}",
                    *m.thread_balance, m.threads));
  }
}

}  // namespace

SamplingPolicy policy_of(const ProbeCase& probe_case, SamplingPolicy policy) {
  double factor = 1.0;
  if (leaves_tiles(*probe_case.probe)) factor = tile_slice_factor;
  if (probe_case.threads > 1) factor = team_slice_factor;
  if (is_large(probe_case)) factor = long_slice_factor;
  if (factor == 1.0) return policy;
  policy.slice = factor * policy.slice;
  policy.samples = std::max(3, policy.samples / 3);
  return policy;
}

double work_of_thread(const ProbeCase& probe_case) {
  const Probe& probe = *probe_case.probe;
  const PerIteration here =
      probe_case.accumulators ? executed_in_sweep(probe, *probe_case.accumulators) : executed(probe);
  switch (probe.kind) {
    case ProbeKind::compute:
    case ProbeKind::mixed:
      return here.flops.value;
    case ProbeKind::memory:
      return here.read.value + here.written.value;
    case ProbeKind::load_slots:
    case ProbeKind::latency:
      return here.loads;
    case ProbeKind::chain:
      break;
  }
  return here.chain_steps;
}

std::string size_text(std::size_t bytes) {
  if (bytes % (std::size_t{1} << 20U) == 0) return fmt::format("{}MiB", bytes >> 20U);
  if (bytes % 1024 == 0) return fmt::format("{}KiB", bytes >> 10U);
  return fmt::format("{}B", bytes);
}

std::string row_id(const ProbeCase& probe_case) {
  const Probe& probe = *probe_case.probe;
  if (probe.kind == ProbeKind::chain) return fmt::format("clock/{}", probe.id);
  if (probe_case.accumulators) return fmt::format("{}/acc:{}", probe.id, *probe_case.accumulators);
  std::string id(probe.id);
  if (probe_case.working_set_bytes)
    id += fmt::format("/ws:{}", size_text(walked_bytes(probe, *probe_case.working_set_bytes)));
  if (probe_case.apart) id += fmt::format("/apart:{}", size_text(*probe_case.apart));
  if (probe_case.threads > 1) id += fmt::format("/threads:{}", probe_case.threads);
  if (probe_case.load_percent) id += fmt::format("/load:{}", *probe_case.load_percent);
  return id;
}

Row make_row(const ProbeCase& probe_case, const Probe& chain, const ProbeSetting& setting) {
  const Probe& probe = *probe_case.probe;
  const SamplingPolicy policy = policy_of(probe_case, setting.policy);
  Row row;
  row.id = row_id(probe_case);
  row.judge_in_cycles = !is_large(probe_case);
  row.host_clock = setting.host_clock;
  // Shared with strangers it will be called so, however many rounds: those are spent where they decide something.
  row.refine = !(setting.host_shared_memory && is_large(probe_case));
  row.target_half_width = is_large(probe_case) ? outer_target : in_core_target;
  row.threads = probe_case.threads;
  if (probe_case.load_percent) {
    row.measure = [probe_case, &chain, policy, setting](int round) {
      const LoadedChase work{.chase = *probe_case.probe,
                             .stream = *probe_case.stream,
                             .working_set_bytes = probe_case.working_set_bytes.value_or(0),
                             .threads = static_cast<std::size_t>(probe_case.threads),
                             .load_percent = *probe_case.load_percent};
      return sample_loaded(work, chain, setting.team, round, policy, setting.world);
    };
  } else if (probe_case.threads > 1) {
    row.measure = [probe_case, &chain, policy, setting](int round) {
      const TeamWork work = equal_team(*probe_case.probe, static_cast<std::size_t>(probe_case.threads),
                                       probe_case.working_set_bytes.value_or(0));
      return sample_team(work, chain, setting.team, round, policy, setting.world);
    };
  } else {
    auto kernel = std::make_shared<KernelRun>(probe);
    auto chain_run = std::make_shared<KernelRun>(chain);
    const double steps = chain.per_iteration.chain_steps;
    if (probe_case.accumulators) kernel->use_accumulators(*probe_case.accumulators);
    if (probe_case.apart) kernel->set_apart(*probe_case.apart);
    row.measure = [probe_case, kernel, chain_run, steps, policy, setting](int round) {
      if (probe_case.working_set_bytes) {
        kernel->enter(setting.memory->bytes(), *probe_case.working_set_bytes, round);
      }
      const bool ascending = has_two_orders(*probe_case.probe) && faster_order(*kernel, policy, setting.world.clock);
      kernel->ascend(ascending);
      Block block = sample_block([&](std::size_t n) { (*kernel)(n); }, [&](std::size_t n) { (*chain_run)(n); }, steps,
                                 policy, setting.world);
      block.ascending = ascending ? 1.0 : 0.0;
      return block;
    };
    row.repetition = {.run = [kernel](std::size_t n) { (*kernel)(n); },
                      .declared_read_bytes = read_from_memory(probe_case)};
  }
  row.published = [probe_case](const Block& block) {
    std::map<std::string, double> rates;
    const ProbeKind kind = probe_case.probe->kind;
    if (block.samples == 0 || kind == ProbeKind::chain) return rates;
    const double work = work_per_iteration(probe_case);
    rates[fmt::format("{}_per_second", rate_name(kind))] = work / block.seconds_per_iteration;
    rates[fmt::format("{}_per_chain_step", rate_name(kind))] = work / block.steps_per_iteration;
    return rates;
  };
  return row;
}

const Probe* fastest_form(const std::vector<const Probe*>& forms, const ProbeSetting& setting) {
  // Single samples, all forms within a few milliseconds of each other, compared by their ratio to the first form: a
  // clock that rises for one trial moves all of its samples, and a neighbour who slows one sample is one trial of nine.
  constexpr int trials = 9;
  constexpr double tie = 1.01;
  ProbeSetting brief = setting;
  brief.policy.samples = 1;
  // A median of nine needs no more of each: half the pairs (ranks with them), and a tenth of the warm-up, which is
  // still ten times what wide vector units take to wake.
  brief.policy.pairs /= 2;
  brief.policy.rank /= 2;
  brief.policy.chain_rank /= 2;
  brief.policy.chain_agreement /= 2;
  brief.policy.warm_up = 0.1 * brief.policy.warm_up;
  if (forms.size() <= 1) return forms.empty() ? nullptr : forms.front();
  std::vector<std::vector<double>> ratios(forms.size());
  for (int trial = 0; trial < trials; ++trial) {
    double first = 0.0;
    for (std::size_t i = 0; i < forms.size(); ++i) {
      const Probe& probe = *forms[i];
      const Probe* chain = find(probe.chain.empty() ? "chain_add_reg" : probe.chain);
      std::optional<std::size_t> working_set;
      if (walks(probe)) working_set = in_l1_bytes;
      const ProbeCase probe_case{&probe, working_set, {}};
      const Block block = make_row(probe_case, *chain, brief).measure(trial);
      if (block.samples == 0) {
        if (i == 0) break;  // nothing to compare with: the next trial
        continue;
      }
      const double rate = work_per_iteration(probe_case) / block.seconds_per_iteration;
      if (i == 0) first = rate;
      ratios[i].push_back(rate / first);
    }
  }
  std::size_t winner = 0;
  double best = 1.0;
  for (std::size_t i = 1; i < forms.size(); ++i) {
    if (ratios[i].empty()) continue;
    const double ratio = median(ratios[i]);
    if (ratio > tie * best) {
      winner = i;
      best = ratio;
    }
  }
  return forms[winner];
}

ClockChain clock_chain(const Probe& chain) {
  auto kernel = std::make_shared<KernelRun>(chain);
  return {.id = std::string(chain.id),
          .run = [kernel](std::size_t iterations) { (*kernel)(iterations); },
          .steps_per_iteration = static_cast<double>(chain.per_iteration.chain_steps),
          .cycles_per_step = std::nullopt};
}

Status try_kernel(const Probe& probe) {
  return try_in_child([&probe] {
    KernelRun run(probe);
    // Two blocks of the longest kernel in each of two streams, and the page between them.
    alignas(4096) static std::array<std::byte, 12 * KERNEL_BLOCK_BYTES> window{};
    if (probe.kind == ProbeKind::latency) {
      run.aim_at_nodes(window, probe.layout, 1);
    } else if (walks(probe)) {
      run.aim(window);
    }
    run(3);
  });
}

ProbeMeasurement measurement_of(const ProbeCase& probe_case, const RowRounds& rounds, const Row& row,
                                const ChainCalibration& calibration, const std::string& placement, bool emulated,
                                double timer_resolution_relative) {
  const Probe& probe = *probe_case.probe;
  ProbeMeasurement m;
  m.id = rounds.id;
  m.probe = std::string(probe.id);
  m.operation = std::string(operation_of(probe));
  m.kind = ceiling_kind(probe.kind);
  m.accumulators = probe_case.accumulators;
  m.dtype = probe.dtype;
  m.isa = probe.isa;
  m.access = probe.access;
  if (probe_case.working_set_bytes) {
    m.working_set = Bytes{static_cast<double>(walked_bytes(probe, *probe_case.working_set_bytes))};
  }
  if (probe_case.apart) m.apart = Bytes{static_cast<double>(*probe_case.apart)};
  m.load_percent = probe_case.load_percent;
  if (probe_case.load_percent) m.beside = std::string(probe_case.stream->id);
  if (has_two_orders(probe)) m.order = order_of(rounds);
  m.chain = std::string(probe.chain);
  m.threads = probe_case.threads;
  if (probe_case.working_set_bytes) m.placement = placement;
  m.error = rounds.error;
  const RoundValues values = round_values(rounds);
  m.counters = values.counted.values;
  m.notes.insert(m.notes.end(), values.counted.notes.begin(), values.counted.notes.end());
  if (m.error) return m;
  // Before any return: what lost all of its samples has the most to say.
  m.validity = signs_of(rounds.blocks, {.in_cycles = row.judge_in_cycles, .host_clock = row.host_clock});
  if (values.seconds_per_iteration.empty()) {
    m.error = rounds.blocks.empty()
                  ? Error{Reason::interrupted, "not measured before the run ended"}
                  : Error{Reason::unstable, fmt::format("all {} samples were contaminated", values.dropped)};
    return m;
  }
  if (m.threads > 1 && !m.load_percent) note_balance(m, values.balance);
  if (m.load_percent)
    m.beside_bytes_per_second =
        estimate<ByteRate>(values.beside_bytes_per_second, timer_resolution_relative, values.samples, values.dropped);
  const double work = work_per_iteration(probe_case);
  for (const double seconds : values.seconds_per_iteration) m.round_rates_per_second.push_back(work / seconds);
  const std::optional<int> chain_cycles = calibration.cycles_known ? calibration.cycles_of(m.chain) : std::nullopt;
  m.cycles_known = chain_cycles.has_value();
  if (chain_cycles) {
    std::vector<double> clock;
    for (std::size_t i = 0; i < values.steps_per_iteration.size(); ++i) {
      m.round_rates_per_cycle.push_back(work / (values.steps_per_iteration[i] * *chain_cycles));
      clock.push_back(values.steps_per_second[i] * *chain_cycles);
    }
    m.clock = estimate<Frequency>(clock, timer_resolution_relative, values.samples, values.dropped);
  } else {
    m.notes.emplace_back(calibration.cycles_known ? "its chain could not be calibrated: no rate per cycle"
                         : calibration.agreement  ? "the clock chains disagree: no rate per cycle"
                                                  : "the scalar clock chains were not measured: no rate per cycle");
  }
  const auto fill = [&](auto& per_second, auto& per_cycle, const auto& seconds, const auto& cycles) {
    using PerSecond = decltype(per_second.value);
    using PerCycle = decltype(per_cycle.value);
    per_second = estimate<PerSecond>(seconds, timer_resolution_relative, values.samples, values.dropped);
    per_cycle = estimate<PerCycle>(cycles, timer_resolution_relative, values.samples, values.dropped);
  };
  const auto& seconds = m.round_rates_per_second;
  const auto& cycles = m.round_rates_per_cycle;
  if (m.kind == CeilingKind::compute) fill(m.flops_per_second, m.flops_per_cycle, seconds, cycles);
  // One time, two rates of the same rounds.
  if (m.kind == CeilingKind::load_slots) {
    const double bytes_per_load = executed(probe).read.value / executed(probe).loads;
    fill(m.loads_per_second, m.loads_per_cycle, seconds, cycles);
    fill(m.bytes_per_second, m.bytes_per_cycle, scaled(seconds, bytes_per_load), scaled(cycles, bytes_per_load));
  }
  if (m.kind == CeilingKind::mixed) {
    const double bytes_per_flop = executed(probe).read.value / executed(probe).flops.value;
    fill(m.flops_per_second, m.flops_per_cycle, seconds, cycles);
    fill(m.bytes_per_second, m.bytes_per_cycle, scaled(seconds, bytes_per_flop), scaled(cycles, bytes_per_flop));
  }
  if (m.kind == CeilingKind::memory) fill(m.bytes_per_second, m.bytes_per_cycle, seconds, cycles);
  if (m.kind == CeilingKind::latency) fill(m.latency_seconds, m.latency_cycles, inverted(seconds), inverted(cycles));
  const auto& judged = row.judge_in_cycles && m.cycles_known ? m.round_rates_per_cycle : m.round_rates_per_second;
  const double width = relative_half_width(estimate<Seconds>(judged, 0.0, values.samples, values.dropped));
  const bool enough = judged.size() >= 5;
  // More lost than kept: the rest may be the tail of the same trouble.
  const bool mostly_clean = values.dropped <= values.samples;
  m.quality = emulated                                                                     ? Quality::emulated
              : enough && mostly_clean && width <= row.target_half_width && m.cycles_known ? Quality::stable
                                                                                           : Quality::noisy;
  m.quality = quality_with(m.quality, m.validity);
  if (!enough) m.notes.push_back(too_few_rounds(judged.size(), rounds.blocks.size()));
  if (!mostly_clean)
    m.notes.push_back(fmt::format("{} of {} samples dropped", values.dropped, values.samples + values.dropped));
  for (std::string& note : notes_of(m.validity)) m.notes.push_back(std::move(note));
  return m;
}

}  // namespace cachebound::probes
