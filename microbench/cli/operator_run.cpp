// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/operator_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <memory>

#include "microbench/affinity.hpp"
#include "microbench/cli/counting.hpp"
#include "microbench/cli/journal.hpp"
#include "microbench/cli/operator_plan.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/stop.hpp"
#include "microbench/host/host_reader.hpp"
#include "microbench/host/machine_watch.hpp"
#include "operators/measure.hpp"
#include "operators/registry.hpp"
#include "probes/catalogue.hpp"
#include "probes/measure.hpp"

namespace cachebound::cli {
namespace {

constexpr double ticks_per_slice = 1000.0;

struct PreparedRow {
  OperatorMeasurement measurement;
  std::shared_ptr<operators::Prepared> prepared;  ///< null: the row stands with its error
};

/// The core that the operators run on.
Result<CoreChoice> choose_core(const OperatorOptions& options, const HostInfo& host) {
  const auto choices = choose_cores(host, options.cpu >= 0 ? std::to_string(options.cpu) : "each-kind", "--cpu");
  if (!choices) return choices.error();
  return choices->front();
}

PreparedRow prepare_row(const operators::OperatorId& id, const CoreKind& kind) {
  PreparedRow row;
  auto prepared = operators::prepare(id, {.isas = kind.isas, .caches = kind.caches});
  if (prepared) {
    row.prepared = std::shared_ptr<operators::Prepared>(std::move(prepared).value());
    row.measurement = operators::describe(id, *row.prepared);
  } else {
    row.measurement.id = to_string(id);
    row.measurement.op = id.op;
    row.measurement.backend = id.backend;
    row.measurement.dtype = id.dtype;
    row.measurement.problem = id.problem;
    row.measurement.work = operators::work(id);
    row.measurement.error = prepared.error();
  }
  return row;
}

/// The command that makes this row again: a workload of its own is not needed, the id says all.
std::string repro_of(const OperatorOptions& options, const std::string& id) {
  return fmt::format("cachebound operators --workload {} --filter '^{}$'{}", options.workload, id,
                     options.backends.empty() ? "" : fmt::format(" --backend {}", fmt::join(options.backends, ","))) +
         (options.counters == "auto" ? "" : " --counters " + options.counters);
}

const probes::Probe& chain_for(Isa isa) {
  for (const probes::Probe& probe : probes::catalogue()) {
    // The chain of a vector width is the calibrated one; the others are scalar.
    if (probe.kind == probes::ProbeKind::chain && probe.isa == isa && !probe.cycles_per_step) return probe;
  }
  return *probes::find("chain_add_reg");
}

/// The ids say what a workload file held; a file of the same name may hold something else by now. The core is the one
/// that was chosen: without --cpu it depends on the cpus that are allowed, and on the machine.
std::string plan_key(const OperatorOptions& options, const CoreChoice& core,
                     const std::vector<operators::OperatorId>& ids) {
  std::vector<std::string> names;
  for (const operators::OperatorId& id : ids) names.push_back(to_string(id));
  return fmt::format("operators workload={} rounds={} block={} core={} cpu={} counters={} rows={}", options.workload,
                     fmt::join(options.rounds, ","), options.block.value, core.kind.id, core.cpu, options.counters,
                     fmt::join(names, ","));
}

}  // namespace

Status check_operators(const OperatorOptions& options) {
  const auto ids = planned_operators(options.workload, options.backends, options.filter);
  return ids ? Status{} : Status{ids.error()};
}

Result<std::vector<OperatorMeasurement>> describe_operators(const OperatorOptions& options, const World& world) {
  const auto ids = planned_operators(options.workload, options.backends, options.filter);
  if (!ids) return ids.error();
  const auto core = choose_core(options, world.host);
  if (!core) return core.error();
  std::vector<OperatorMeasurement> described;
  for (const operators::OperatorId& id : *ids) described.push_back(prepare_row(id, core->kind).measurement);
  return described;
}

Result<OperatorRun> run_operators(const OperatorOptions& options, const World& world, const GlobalOptions& global) {
  const auto ids = planned_operators(options.workload, options.backends, options.filter);
  if (!ids) return ids.error();
  const auto core = choose_core(options, world.host);
  if (!core) return core.error();
  auto opened = open_journal(options.output, plan_key(options, *core, *ids), options.resume);
  if (!opened) return opened.error();
  Journal journal = std::move(opened).value();
  auto pinned = PinnedThread::to(core->cpu);
  if (!pinned) return pinned.error();
  SteadyClock clock;
  const TimerFacts timer = inspect_timer(clock);
  auto counting = open_row_counting(options.counters, core->kind, core->cpu, world, global, clock);
  if (!counting) return counting.error();

  OperatorRun run;
  run.cpu = core->cpu;
  run.plan = {.command = global.command_line, .suite = options.workload, .rows = {}, .rounds = options.rounds.back()};
  std::vector<PreparedRow> prepared;
  for (const operators::OperatorId& id : *ids) {
    if (stop_requested()) break;
    PreparedRow row = prepare_row(id, core->kind);
    row.measurement.repro = repro_of(options, row.measurement.id);
    if (row.prepared) {
      const operators::Verification verification = operators::verify(id, *row.prepared);
      row.measurement.max_error = verification.max_error;
      row.measurement.verified = !verification.failure.has_value();
      if (verification.failure) {
        row.measurement.error = verification.failure;
        row.prepared.reset();
        run.all_verified = false;
        say(false, fmt::format("wrong result, not timed: {}: {}", row.measurement.id, verification.failure->detail));
      }
    }
    run.plan.rows.push_back(row.measurement.id);
    prepared.push_back(std::move(row));
  }

  SamplingPolicy policy;
  policy.slice = std::max(policy.slice, ticks_per_slice * timer.resolution);
  if (world.host.emulated) policy.clock_tolerance = 1e9;
  const SamplingWorld sampling = real_sampling_world(clock);
  const probes::ProbeSetting probe_setting{.policy = policy, .world = sampling, .memory = nullptr};
  const operators::OperatorSetting setting{.policy = policy, .world = sampling, .block = options.block};
  std::vector<Row> rows;
  for (const probes::Probe& probe : probes::catalogue()) {
    if (probe.kind != probes::ProbeKind::chain || probes::runnable_on(probe, core->kind.isas)) continue;
    const probes::Probe* reference = probes::find(probe.chain.empty() ? "chain_add_reg" : probe.chain);
    rows.push_back(probes::make_row({&probe, {}}, *reference, probe_setting));
  }
  for (const PreparedRow& row : prepared) {
    if (!row.prepared) continue;
    const ClockChain chain = probes::clock_chain(chain_for(row.measurement.isa));
    rows.push_back(operators::make_row(row.measurement.id, operators::Part::whole, row.prepared, chain, setting));
    if (row.prepared->has_packing()) {
      rows.push_back(operators::make_row(row.measurement.id, operators::Part::packing, row.prepared, chain, setting));
    }
  }

  Progress progress(clock, "operators", global.quiet);
  RoundEvents events;
  events.stop = &stop_requested();
  events.counting = &counting.value();
  events.on_row = [&](const RoundProgress& at) { progress.update(at); };
  events.watch = watch_with(std::make_shared<MachineWatch>(native_host_sources().files, clock,
                                                           std::vector<int>{core->cpu}, process_cpu_time));
  Status journal_failure;
  events.on_round = [&](const std::vector<RowRounds>& gathered) {
    journal.part("operators") = gathered;
    if (!options.output.empty() && !journal_failure)
      journal_failure = write_journal(journal_path(options.output), journal);
  };
  const auto gathered =
      run_rounds(rows, {.stops = options.rounds}, journal.part("operators"), events, {.flags = global.gbench_flags});
  if (journal_failure) say(global.quiet, "cachebound: no journal is kept: " + journal_failure->detail);

  const double tick = ratio(timer.resolution, policy.slice);
  const auto calibration = probes::calibrate(gathered, tick);
  const auto rounds_of = [&](const std::string& id) -> const RowRounds* {
    const auto found = std::find_if(gathered.begin(), gathered.end(), [&](const RowRounds& r) { return r.id == id; });
    return found == gathered.end() ? nullptr : &*found;
  };
  for (PreparedRow& row : prepared) {
    const std::string& id = row.measurement.id;
    if (const RowRounds* whole = rounds_of(id)) {
      ClockChain chain = probes::clock_chain(chain_for(row.measurement.isa));
      if (calibration.cycles_known) chain.cycles_per_step = calibration.cycles_of(chain.id);
      operators::fill_times(row.measurement, *whole, rounds_of(operators::row_id(id, operators::Part::packing)), chain,
                            world.host.emulated, tick);
      if (static_cast<int>(whole->blocks.size()) >= options.rounds.front() || whole->error) run.completed.push_back(id);
    }
    run.measurements.push_back(std::move(row.measurement));
  }
  run.interrupted = stop_requested();
  return run;
}

}  // namespace cachebound::cli
