// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/together_plan.hpp"

#include <algorithm>
#include <functional>
#include <string>

#include "microbench/affinity.hpp"
#include "microbench/cli/team_plan.hpp"
#include "microbench/host/host_reader.hpp"
#include "microbench/host/machine_watch.hpp"
#include "probes/catalogue.hpp"

namespace cachebound::cli {
namespace {

using probes::TogetherCase;
using Wanted = std::function<bool(const ProbeMeasurement&)>;

bool is_peak(const ProbeMeasurement& row) {
  // A unit of outer products may be shared by several cores: no share of it is one core's.
  return row.kind == CeilingKind::compute && row.dtype == DType::f32 && accumulates(row.operation) &&
         !row.accumulators && !is_streaming(row.isa);
}

bool is_read(const ProbeMeasurement& row) { return row.kind == CeilingKind::memory && row.access == Access::read; }

double rate_of(const ProbeMeasurement& row) {
  return row.kind == CeilingKind::compute ? row.flops_per_second.low.value : row.bytes_per_second.low.value;
}

/// Null: no row of one thread on this kind is wanted and has a rate.
const ProbeMeasurement* fastest(const analysis::CoreKindInput& kind, const Wanted& wanted) {
  const ProbeMeasurement* best = nullptr;
  for (const ProbeMeasurement& row : kind.measurements) {
    if (row.error || row.threads != 1 || !wanted(row)) continue;
    if (best == nullptr || rate_of(row) > rate_of(*best)) best = &row;
  }
  return best;
}

/// No parts where a kind has nothing to bring. All do the operation that the first kind is fastest at.
TogetherCase case_of(const std::vector<CoreChoice>& choices, const std::vector<analysis::CoreKindInput>& kinds,
                     const Wanted& wanted) {
  TogetherCase together;
  const ProbeMeasurement* first = fastest(kinds.front(), wanted);
  if (first == nullptr) return together;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    const ProbeMeasurement* row = fastest(
        kinds[i], [&](const ProbeMeasurement& each) { return wanted(each) && each.operation == first->operation; });
    const probes::Probe* probe = row == nullptr ? nullptr : probes::find(row->probe);
    if (probe == nullptr) return {};
    together.parts.push_back({.core_kind = choices[i].kind.id,
                              .cpus = team_order(choices[i].team, choices[i].cpu, choices[i].kind.smt_siblings),
                              .probe = probe});
  }
  return together;
}

/// Weights belong to probes: a resumed run that finds another form the fastest begins its row anew.
std::string journal_name(const TogetherCase& together) {
  std::string name = probes::together_id(together) + " by";
  for (const probes::KindPart& part : together.parts) name += " " + std::string(part.probe->id);
  return name;
}

}  // namespace

std::vector<TogetherCase> together_cases(const Suite& suite, const std::vector<CoreChoice>& choices,
                                         const std::vector<analysis::CoreKindInput>& kinds, std::size_t memory_bytes) {
  using Teams = ThreadChoice::Teams;
  const bool whole_machine = suite.threads.teams == Teams::all || suite.threads.teams == Teams::powers;
  if (choices.size() < 2 || kinds.size() != choices.size() || !whole_machine) return {};
  std::vector<TogetherCase> cases;
  if (TogetherCase peak = case_of(choices, kinds, is_peak); !peak.parts.empty()) cases.push_back(std::move(peak));
  int threads = 0;
  for (const CoreChoice& choice : choices) threads += static_cast<int>(choice.team.size());
  const std::vector<std::size_t> sizes = team_sizes(suite, threads, memory_bytes);
  TogetherCase read = case_of(choices, kinds, is_read);
  if (read.parts.empty() || sizes.empty()) return cases;
  read.working_set_bytes = sizes.back();
  cases.push_back(std::move(read));
  return cases;
}

std::vector<TogetherMeasurement> measure_all(const std::vector<TogetherCase>& cases, const SamplingPolicy& policy,
                                             const std::vector<int>& rounds, const RoundEvents& events,
                                             const GbenchOptions& options, bool emulated, Journal& journal,
                                             const std::function<void()>& on_progress) {
  std::vector<TogetherMeasurement> all;
  for (const TogetherCase& together : cases) {
    if (events.stop != nullptr && *events.stop) break;
    std::vector<int> cpus;
    for (const probes::KindPart& part : together.parts) cpus.insert(cpus.end(), part.cpus.begin(), part.cpus.end());
    SteadyClock clock;
    probes::ProbeSetting setting{.policy = policy, .world = real_sampling_world(clock), .memory = nullptr};
    const auto pinned = PinnedThread::to(cpus.front());
    auto windows = probes::allocate_windows(cpus, together.working_set_bytes.value_or(0) + (std::size_t{2} << 20U),
                                            setting.world.clock);
    if (!pinned || !windows) {
      TogetherMeasurement refused;
      refused.id = probes::together_id(together);
      refused.kind = together.working_set_bytes ? CeilingKind::memory : CeilingKind::compute;
      refused.error = pinned ? windows.error() : pinned.error();
      all.push_back(std::move(refused));
      continue;
    }
    RoundEvents watched = events;
    watched.watch =
        watch_with(std::make_shared<MachineWatch>(native_host_sources().files, clock, cpus, process_cpu_time));
    setting.team = {.cpus = std::move(cpus), .windows = std::move(windows).value()};
    const JournalPart known = journal.entry(journal_name(together));
    const auto save = [&](const probes::TogetherProgress& progress) {
      JournalPart& part = journal.entry(known.name);
      part.rows = progress.rows;
      part.weights = progress.weights;
      if (on_progress) on_progress();
    };
    all.push_back(probes::measure_together(together, setting, rounds, watched, options, emulated,
                                           {.weights = known.weights, .rows = known.rows}, save));
  }
  return all;
}

}  // namespace cachebound::cli
