// SPDX-License-Identifier: Apache-2.0
#include "probes/together.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "microbench/statistics.hpp"
#include "microbench/thread_team.hpp"
#include "microbench/validity_rules.hpp"
#include "probes/catalogue.hpp"
#include "probes/kernel_run.hpp"

namespace cachebound::probes {
namespace {

ProbeCase case_of(const TogetherCase& together, const Probe* probe) {
  int threads = 0;
  for (const KindPart& part : together.parts) threads += static_cast<int>(part.cpus.size());
  return {.probe = probe, .working_set_bytes = together.working_set_bytes, .threads = threads};
}

std::vector<std::size_t> kinds_of(const TogetherCase& together) {
  std::vector<std::size_t> kinds;
  for (std::size_t i = 0; i < together.parts.size(); ++i) {
    kinds.insert(kinds.end(), together.parts[i].cpus.size(), i);
  }
  return kinds;
}

TeamWork team_work(const TogetherCase& together, const std::vector<std::size_t>& weights) {
  TeamWork work{.members = {}, .working_set_bytes = together.working_set_bytes.value_or(0)};
  for (const std::size_t kind : kinds_of(together)) {
    work.members.push_back({.probe = together.parts[kind].probe, .weight = weights[work.members.size()]});
  }
  return work;
}

/// Weights by trial: what one kind takes from the memory moves what is left to the others, hence more than once.
Result<std::vector<std::size_t>> find_weights(const TogetherCase& together, const ProbeSetting& setting,
                                              Seconds slice) {
  constexpr int trials = 4;
  constexpr int looks = 5;  // each member's shortest: what disturbs it only makes it longer
  auto made = ThreadTeam::on(setting.team.cpus, setting.world.clock);
  if (!made) return made.error();
  ThreadTeam& threads = made.value();
  const std::vector<std::size_t> kinds = kinds_of(together);
  std::vector<std::size_t> weights(kinds.size(), fastest_weight);
  std::vector<std::unique_ptr<KernelRun>> kernels;
  for (const std::size_t kind : kinds) kernels.push_back(std::make_unique<KernelRun>(*together.parts[kind].probe));
  if (together.working_set_bytes) {
    threads.run([&](std::size_t member,
                    std::size_t bytes) { kernels[member]->enter(setting.team.windows[member]->bytes(), bytes, 0); },
                *together.working_set_bytes);
  }
  const MemberWork share = [&](std::size_t member, std::size_t n) { (*kernels[member])(n * weights[member]); };
  const std::size_t iterations =
      iterations_for([&](std::size_t n) { threads.run(share, n); }, slice, setting.world.clock);
  for (int trial = 0; trial < trials; ++trial) {
    std::vector<MemberSpan> shortest;
    for (int look = 0; look < looks; ++look) {
      const auto& spans = threads.run(share, iterations);
      if (shortest.empty()) shortest = spans;
      for (std::size_t i = 0; i < spans.size(); ++i) {
        if (spans[i].end - spans[i].begin < shortest[i].end - shortest[i].begin) shortest[i] = spans[i];
      }
    }
    weights = balanced_weights(weights, shortest, kinds);
  }
  return weights;
}

/// Of an iteration of the team, by kind.
std::vector<double> work_by_kind(const TogetherCase& together, const std::vector<std::size_t>& weights) {
  const std::vector<std::size_t> kinds = kinds_of(together);
  std::vector<double> work(together.parts.size(), 0.0);
  for (std::size_t i = 0; i < kinds.size(); ++i) {
    work[kinds[i]] +=
        static_cast<double>(weights[i]) * work_of_thread(case_of(together, together.parts[kinds[i]].probe));
  }
  return work;
}

/// Rounds into rates; `work` is that of one iteration of the team.
void fill(TogetherMeasurement& m, const RowRounds& rounds, const Row& row, double work, bool emulated) {
  const RoundValues values = round_values(rounds);
  m.error = rounds.error;
  if (!m.error && values.seconds_per_iteration.empty()) {
    m.error = rounds.blocks.empty()
                  ? Error{Reason::interrupted, "not measured before the run ended"}
                  : Error{Reason::unstable, fmt::format("all {} samples were contaminated", values.dropped)};
  }
  if (m.error) return;
  for (const double seconds : values.seconds_per_iteration) m.round_rates_per_second.push_back(work / seconds);
  m.thread_balance = median(values.balance);
  if (*m.thread_balance > uneven_balance) {
    m.notes.push_back(
        fmt::format("uneven threads: the slowest takes {:.2f} times as long as the fastest, so that for "
                    "a part of the time not all of them run",
                    *m.thread_balance));
  }
  const auto& rates = m.round_rates_per_second;
  if (m.kind == CeilingKind::compute) {
    m.flops_per_second = estimate<FlopRate>(rates, 0.0, values.samples, values.dropped);
  } else {
    m.bytes_per_second = estimate<ByteRate>(rates, 0.0, values.samples, values.dropped);
  }
  const double width = relative_half_width(estimate<Seconds>(rates, 0.0, values.samples, values.dropped));
  const bool clean = rates.size() >= 5 && values.dropped <= values.samples && *m.thread_balance <= uneven_balance;
  m.quality = emulated ? Quality::emulated : clean && width <= row.target_half_width ? Quality::stable : Quality::noisy;
  m.validity = signs_of(rounds.blocks, {.in_cycles = false});
  m.quality = quality_with(m.quality, m.validity);
  for (std::string& note : notes_of(m.validity)) m.notes.push_back(std::move(note));
}

}  // namespace

std::string together_id(const TogetherCase& together) {
  const Probe& probe = *together.parts.front().probe;
  if (!together.working_set_bytes) return fmt::format("together/{}_{}", operation_of(probe), to_string(probe.dtype));
  return fmt::format("together/{}/ws:{}", operation_of(probe), size_text(*together.working_set_bytes));
}

TogetherMeasurement measure_together(const TogetherCase& together, const ProbeSetting& setting,
                                     const std::vector<int>& rounds, const RoundEvents& events,
                                     const GbenchOptions& options, bool emulated, TogetherProgress so_far,
                                     const std::function<void(const TogetherProgress&)>& on_progress) {
  const Probe& first = *together.parts.front().probe;
  TogetherMeasurement m;
  m.id = together_id(together);
  m.kind = walks(first) ? CeilingKind::memory : CeilingKind::compute;
  m.dtype = first.dtype;
  m.operation = std::string(operation_of(first));
  if (together.working_set_bytes) m.working_set = Bytes{static_cast<double>(*together.working_set_bytes)};
  m.notes.emplace_back("no rate per cycle: each kind has a clock of its own");
  for (const KindPart& part : together.parts) {
    m.shares.push_back({.core_kind = part.core_kind, .probe = std::string(part.probe->id), .cpus = part.cpus});
  }
  const SamplingPolicy policy = policy_of(case_of(together, &first), setting.policy);
  if (so_far.weights.size() != setting.team.cpus.size()) {
    auto weights = find_weights(together, setting, policy.slice);
    if (!weights) {
      m.error = weights.error();
      return m;
    }
    so_far = {.weights = std::move(weights).value(), .rows = {}};
  }
  const std::vector<double> by_kind = work_by_kind(together, so_far.weights);
  double work = 0.0;
  for (const double part : by_kind) work += part;
  for (std::size_t i = 0; i < by_kind.size(); ++i) m.shares[i].share = by_kind[i] / work;

  const Probe* chain = find(first.chain.empty() ? "chain_add_reg" : first.chain);
  const TeamWork team = team_work(together, so_far.weights);
  Row row;
  row.id = m.id;
  row.judge_in_cycles = false;
  row.target_half_width = 0.01;  // as for all that moves with a clock that nothing takes out
  row.measure = [&](int round) { return sample_team(team, *chain, setting.team, round, policy, setting.world); };
  row.published = [&](const Block& block) {
    std::map<std::string, double> rates;
    const char* name = m.kind == CeilingKind::compute ? "flops_per_second" : "bytes_per_second";
    if (block.samples > 0) rates[name] = work / block.seconds_per_iteration;
    return rates;
  };
  RoundEvents watched = events;
  watched.on_round = [&](const std::vector<RowRounds>& rows) {
    if (events.on_round) events.on_round(rows);
    if (on_progress) on_progress({.weights = so_far.weights, .rows = rows});
  };
  const auto gathered = run_rounds({row}, {.stops = rounds}, so_far.rows, watched, options);
  fill(m, gathered.front(), row, work, emulated);
  return m;
}

}  // namespace cachebound::probes
