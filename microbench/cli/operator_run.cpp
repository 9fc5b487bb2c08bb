// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/operator_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <exception>
#include <memory>
#include <string_view>
#include <utility>

#include "microbench/affinity.hpp"
#include "microbench/cli/counting.hpp"
#include "microbench/cli/journal.hpp"
#include "microbench/cli/operator_plan.hpp"
#include "microbench/cli/process.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/stop.hpp"
#include "microbench/cli/team_plan.hpp"
#include "microbench/host/host_reader.hpp"
#include "microbench/host/machine_watch.hpp"
#include "operators/cache_conditioner.hpp"
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

/// Where a team stands: the chosen cpu first, then other cores of its kind, then second hardware threads.
std::vector<int> team_cpus(const CoreChoice& core) {
  return team_order(core.kind.cpus, core.cpu, core.kind.smt_siblings);
}

Result<std::vector<operators::OperatorId>> planned(const OperatorOptions& options, const CoreChoice& core) {
  const auto threads = parse_team_sizes(options.threads, static_cast<int>(team_cpus(core).size()));
  if (!threads) return threads.error();
  const auto caches = parse_cache_states(options.cache_states);
  if (!caches) return caches.error();
  return planned_operators(options.workload, options.backends, options.filter, {*threads, *caches});
}

PreparedRow prepare_row(const operators::OperatorId& id, const CoreChoice& core) {
  PreparedRow row;
  auto prepared = operators::prepare(id, {.isas = core.kind.isas, .caches = core.kind.caches, .cpus = team_cpus(core)});
  if (prepared) {
    row.prepared = std::shared_ptr<operators::Prepared>(std::move(prepared).value());
    row.measurement = operators::describe(id, *row.prepared);
  } else {
    row.measurement = operators::described(id);
    row.measurement.error = prepared.error();
  }
  return row;
}

/// The command that makes this row again, with every option that could change what is measured.
std::string repro_of(const OperatorOptions& options, const operators::OperatorId& of) {
  const OperatorOptions usual;
  std::string text =
      fmt::format("cachebound operators --workload {} --filter '^{}$'", shell_word(options.workload), to_string(of));
  const auto add = [&](bool differs, std::string_view option, const std::string& value) {
    if (differs) text += fmt::format(" {} {}", option, shell_word(value));
  };
  add(!options.backends.empty(), "--backend", fmt::format("{}", fmt::join(options.backends, ",")));
  add(of.threads > 1, "--threads", std::to_string(of.threads));
  add(of.cache != CacheState::warm, "--cache-state", std::string(to_string(of.cache)));
  add(options.cpu >= 0, "--cpu", std::to_string(options.cpu));
  add(options.rounds != usual.rounds, "--rounds", fmt::format("{}", fmt::join(options.rounds, ",")));
  add(options.block.value != usual.block.value, "--block-milliseconds", fmt::format("{:g}", options.block.value * 1e3));
  add(options.counters != usual.counters, "--counters", options.counters);
  return text;
}

/// Of the largest team.
std::vector<int> cpus_of_teams(const CoreChoice& core, const std::vector<operators::OperatorId>& ids) {
  std::vector<int> cpus = team_cpus(core);
  std::size_t largest = 1;
  for (const operators::OperatorId& id : ids) largest = std::max(largest, static_cast<std::size_t>(id.threads));
  if (cpus.size() > largest) cpus.resize(largest);
  return cpus;
}

operators::Conditions conditions_of(const OperatorMeasurement& row,
                                    const std::shared_ptr<operators::CacheConditioner>& conditioner) {
  return {.cache = row.cache, .conditioner = conditioner, .threads = row.threads};
}

/// What cannot be run as it should be has an error; so has a wrong result, and false says so.
bool verify_row(const operators::OperatorId& id, PreparedRow& row) {
  const operators::Verification verification = operators::verify(id, *row.prepared);
  row.measurement.max_error = verification.max_error;
  row.measurement.checked_elements = static_cast<std::int64_t>(verification.checked);
  row.measurement.result_elements = static_cast<std::int64_t>(verification.total);
  row.measurement.verified = !verification.failure.has_value();
  if (row.measurement.verified) return true;
  row.measurement.error = verification.failure;
  row.prepared.reset();
  if (verification.failure->reason != Reason::verification_failed) return true;
  say(false, fmt::format("wrong result, not timed: {}: {}", row.measurement.id, verification.failure->detail));
  return false;
}

/// Whether it can be cold, and how many threads it uses of those that it may.
void look_at_conditions(PreparedRow& row, const std::shared_ptr<operators::CacheConditioner>& conditioner,
                        const TimerFacts& timer, Clock& clock) {
  OperatorMeasurement& m = row.measurement;
  const operators::Conditions conditions = conditions_of(m, conditioner);
  if (m.cache != CacheState::warm) {
    m.error = operators::cannot_be(m.cache, *row.prepared);
    if (!m.error) m.error = operators::too_short_to_be_cold(*row.prepared, conditions, timer, clock);
    if (m.error) row.prepared.reset();
  }
  if (m.threads > 1 && row.prepared) {
    m.threads_worked = operators::threads_that_work(*row.prepared, clock);
    if (m.threads_worked < m.threads) {
      m.notes.push_back(
          fmt::format("{} of {} threads worked: the others were asked for and left idle", m.threads_worked, m.threads));
    }
  }
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
  if (const auto threads = parse_team_sizes(options.threads, 1); !threads) return threads.error();
  if (const auto caches = parse_cache_states(options.cache_states); !caches) return caches.error();
  const auto ids = planned_operators(options.workload, options.backends, options.filter);
  return ids ? Status{} : Status{ids.error()};
}

Result<std::vector<OperatorMeasurement>> describe_operators(const OperatorOptions& options, const World& world) {
  const auto core = choose_core(options, world.host);
  if (!core) return core.error();
  const auto ids = planned(options, *core);
  if (!ids) return ids.error();
  std::vector<OperatorMeasurement> described;
  for (const operators::OperatorId& id : *ids) described.push_back(prepare_row(id, *core).measurement);
  return described;
}

Result<OperatorRun> run_operators(const OperatorOptions& options, const World& world, const GlobalOptions& global) {
  const auto core = choose_core(options, world.host);
  if (!core) return core.error();
  const auto ids = planned(options, *core);
  if (!ids) return ids.error();
  auto opened = open_journal(options.output, plan_key(options, *core, *ids), options.resume);
  if (!opened) return opened.error();
  Journal journal = std::move(opened).value();
  auto pinned = PinnedThread::to(core->cpu);
  if (!pinned) return pinned.error();
  SteadyClock clock;
  const TimerFacts timer = inspect_timer(clock);
  auto counting = open_row_counting(options.counters, core->kind, core->cpu, world, global, clock);
  if (!counting) return counting.error();

  std::shared_ptr<operators::CacheConditioner> conditioner;
  if (std::ranges::any_of(*ids, [](const auto& id) { return id.cache != CacheState::warm; })) {
    auto made = operators::CacheConditioner::make(core->kind.caches);
    if (!made) return made.error();
    conditioner = std::make_shared<operators::CacheConditioner>(std::move(made).value());
    say(global.quiet, fmt::format("cold rows: {:.0f} MiB are read before every call, to empty the caches",
                                  static_cast<double>(conditioner->bytes()) / mebibytes(1).value));
  }

  OperatorRun run;
  run.cpu = core->cpu;
  run.plan = {.command = global.command_line, .suite = options.workload, .rows = {}, .rounds = options.rounds.back()};
  std::vector<PreparedRow> prepared;
  for (const operators::OperatorId& id : *ids) {
    if (stop_requested()) break;
    PreparedRow row;
    try {
      row = prepare_row(id, *core);
      if (row.prepared && !verify_row(id, row)) run.all_verified = false;
      if (row.prepared) look_at_conditions(row, conditioner, timer, clock);
    } catch (const std::exception& thrown) {
      // Of a plan, of the reference, or of a library in a call: what is asked for ahead (fits_memory) is not all that is
      // allocated. A library that runs out of memory may throw its own ("could not execute a primitive").
      row.prepared.reset();
      row.measurement = operators::described(id);
      row.measurement.error = Error{Reason::no_resources, fmt::format("thrown while it was prepared and verified: {}{}",
                                                                      thrown.what(), out_of_memory(thrown))};
    }
    row.measurement.repro = repro_of(options, id);
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
    for (const operators::Part part : {operators::Part::whole, operators::Part::packing}) {
      if (part == operators::Part::packing && !row.prepared->has_packing()) continue;
      rows.push_back(operators::make_row(row.measurement.id, part, row.prepared,
                                         conditions_of(row.measurement, conditioner), chain, setting));
    }
  }

  Progress progress(clock, "operators", global.quiet);
  RoundEvents events;
  events.stop = &stop_requested();
  events.counting = &counting.value();
  events.on_row = [&](const RoundProgress& at) { progress.update(at); };
  events.watch = watch_with(
      std::make_shared<MachineWatch>(native_host_sources().files, clock, cpus_of_teams(*core, *ids), process_cpu_time));
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
