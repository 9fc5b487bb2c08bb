// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/characterize.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "microbench/affinity.hpp"
#include "microbench/cli/core_knowledge.hpp"
#include "microbench/cli/counting.hpp"
#include "microbench/cli/journal.hpp"
#include "microbench/cli/probe_plan.hpp"
#include "microbench/cli/process.hpp"
#include "microbench/cli/progress.hpp"
#include "microbench/cli/stop.hpp"
#include "microbench/cli/team_plan.hpp"
#include "microbench/cli/together_plan.hpp"
#include "microbench/host/host_reader.hpp"
#include "microbench/host/kernel_text.hpp"
#include "microbench/host/machine_watch.hpp"
#include "microbench/host/thermal.hpp"
#include "probes/catalogue.hpp"
#include "probes/hold_peak.hpp"
#include "probes/measure.hpp"

namespace cachebound::cli {
namespace {

/// A slice shorter than this many ticks of the timer is quantised by more than 0.1 % (Raspberry Pi 3: 52 us).
constexpr double ticks_per_slice = 1000.0;

/// With the cores that were chosen: "each-kind" depends on the cpus that are allowed, and on the machine.
std::string key_of(const CharacterizeOptions& options, const std::vector<CoreChoice>& choices) {
  const double slice = options.slice ? options.slice->value : 0.0;
  std::vector<std::string> chosen;
  for (const CoreChoice& choice : choices)
    chosen.push_back(fmt::format("{}:{}:{}", choice.kind.id, choice.cpu, fmt::join(choice.team, "+")));
  return fmt::format("characterize {} filter={} cores={} on={} slice={} counters={}", plan_key(options.suite),
                     options.filter, options.cores, fmt::join(chosen, ","), slice, options.counters);
}

/// The cpus and windows of the largest team among `cases`; where it cannot be had, the reason, which its rows then
/// show.
Status prepare_team(probes::ProbeSetting& setting, const std::vector<probes::ProbeCase>& cases,
                    const CoreChoice& choice) {
  int threads = 1;
  std::size_t largest = 0;
  for (const probes::ProbeCase& probe_case : cases) {
    if (probe_case.threads == 1) continue;
    threads = std::max(threads, probe_case.threads);
    largest = std::max(largest, probe_case.working_set_bytes.value_or(0));
  }
  if (threads == 1) return std::nullopt;
  std::vector<int> cpus = team_order(choice.team, choice.cpu, choice.kind.smt_siblings);
  CACHEBOUND_ASSERT(cpus.size() >= static_cast<std::size_t>(threads));
  cpus.erase(cpus.begin() + threads, cpus.end());
  // Room beyond the largest set, as for one thread. Without a window too: that every thread can be pinned is seen here.
  auto windows = probes::allocate_windows(cpus, largest + (std::size_t{2} << 20U), setting.world.clock);
  if (!windows) return windows.error();
  setting.team = {.cpus = std::move(cpus), .windows = std::move(windows).value()};
  return std::nullopt;
}

/// The fastest f32 multiply-accumulate on one core and, where there are more, on all cores of the kind at once.
std::vector<SustainedPeak> hold_peaks(const CharacterizeOptions& options, const CoreChoice& choice,
                                      const std::vector<ProbeMeasurement>& measurements,
                                      const probes::ChainCalibration& calibration, Clock& clock) {
  const ProbeMeasurement* fastest = nullptr;
  for (const ProbeMeasurement& row : measurements) {
    const bool roof = row.kind == CeilingKind::compute && row.dtype == DType::f32 && accumulates(row.operation);
    // A unit of outer products may be shared by several cores, and is not what a core's own code reaches.
    if (!roof || row.error || row.accumulators || row.threads > 1 || is_streaming(row.isa)) continue;
    if (fastest == nullptr || row.flops_per_second.low > fastest->flops_per_second.low) fastest = &row;
  }
  if (fastest == nullptr) return {};
  const probes::Probe* probe = probes::find(fastest->probe);
  CACHEBOUND_ASSERT(probe != nullptr);
  const auto files = native_host_sources().files;
  const std::vector<int> team = team_order(choice.team, choice.cpu, choice.kind.smt_siblings);
  std::vector<std::vector<int>> teams{{choice.cpu}};
  if (team.size() > 1) teams.push_back(team);
  const SustainedPolicy policy{.length = options.suite.sustained / static_cast<double>(teams.size())};
  std::vector<SustainedPeak> peaks;
  for (const std::vector<int>& cpus : teams) {
    peaks.push_back(probes::hold_peak(
        *probe, cpus, calibration.cycles_of(probe->chain), policy, clock,
        [&]() -> std::optional<double> {
          const auto celsius = read_temperature(*files);
          return celsius ? std::optional(*celsius) : std::nullopt;
        },
        &stop_requested()));
  }
  return peaks;
}

/// What measures this row again: the same sizes and teams, whichever form won here.
std::string command_for(const CharacterizeOptions& options, const std::string& row) {
  std::string command = "cachebound characterize";
  if (!options.suite_argument.empty()) command += " --suite " + shell_word(options.suite_argument);
  if (!options.thread_argument.empty()) command += " --threads " + shell_word(options.thread_argument);
  if (options.cores != "each-kind") command += " --cores " + shell_word(options.cores);
  if (options.slice) command += fmt::format(" --slice-microseconds {:g}", options.slice->value * 1e6);
  if (options.counters != "auto") command += " --counters " + options.counters;
  return fmt::format("{} --filter '^{}$'", command, row);
}

Status try_kernels(const probes::ProbeCase& probe_case) {
  if (Status refused = probes::try_kernel(*probe_case.probe)) return refused;
  return probe_case.stream == nullptr ? Status{} : probes::try_kernel(*probe_case.stream);
}

struct KindRun {
  analysis::CoreKindInput input;
  std::vector<std::string> planned;
  std::vector<std::string> completed;
};

/// Measures one core kind. `journal` receives every round.
Result<KindRun> measure_kind(const CharacterizeOptions& options, const World& world, const GlobalOptions& global,
                             const CoreChoice& choice, Journal& journal) {
  auto pinned = PinnedThread::to(choice.cpu);
  if (!pinned) return pinned.error();
  SteadyClock clock;
  const TimerFacts timer = inspect_timer(clock);
  auto counting = open_row_counting(options.counters, choice.kind, choice.cpu, world, global, clock);
  if (!counting) return counting.error();

  probes::ProbeSetting setting{.policy = {}, .world = real_sampling_world(clock), .memory = nullptr};
  setting.policy.samples = options.suite.samples;
  // Chosen rows may come without the sweep that would tell what lies beyond the private caches.
  setting.host_clock = world.host.virtual_machine;
  setting.host_shared_memory = world.host.virtual_machine && options.filter.empty();
  if (options.slice) setting.policy.slice = *options.slice;
  setting.policy.slice = std::max(setting.policy.slice, ticks_per_slice * timer.resolution);
  // An interpreter's chain says nothing of a clock; its samples are kept and marked as emulated instead.
  if (world.host.emulated) setting.policy.clock_tolerance = 1e9;
  std::string placement;
  if (const std::size_t largest = largest_size(options.suite); largest > 0) {
    // Room beyond the largest set, so that small ones can be laid elsewhere in every round.
    auto memory = WorkingMemory::allocate(largest + (std::size_t{2} << 20U));
    if (!memory) return memory.error();
    placement = memory->placement();
    setting.memory = std::make_shared<WorkingMemory>(std::move(memory).value());
  }
  Suite suite = options.suite;
  if (!options.filter.empty()) {
    // A filter says which forms. Without it, which of two equals is swept would depend on the trial of this run.
    suite.all_forms = true;
    suite.sweep_all_forms = true;
  }
  auto cases = plan_cases(suite, choice.kind.isas, setting,
                          {.cpus = choice.team.size(), .memory_bytes = largest_working_set(world.host)});
  if (const Status status = apply_filter(cases, options.filter)) return *status;
  const Status no_team = prepare_team(setting, cases, choice);

  std::vector<Row> rows;
  std::vector<RowRounds> so_far = journal.part(choice.kind.id);
  for (const auto& probe_case : cases) {
    const probes::Probe& probe = *probe_case.probe;
    const probes::Probe* chain = probes::find(probe.chain.empty() ? "chain_add_reg" : probe.chain);
    CACHEBOUND_ASSERT(chain != nullptr);
    rows.push_back(probes::make_row(probe_case, *chain, setting));
    if (const Status refused = probe_case.threads > 1 && no_team ? no_team : try_kernels(probe_case)) {
      std::erase_if(so_far, [&](const RowRounds& r) { return r.id == rows.back().id; });
      so_far.push_back({.id = rows.back().id, .blocks = {}, .error = refused});
    }
  }

  const std::string team_placement = probes::placement_of(setting.team.windows);
  Progress progress(clock, choice.kind.id, global.quiet);
  RoundEvents events;
  events.stop = &stop_requested();
  events.counting = &counting.value();
  events.on_row = [&](const RoundProgress& at) { progress.update(at); };
  const auto files = native_host_sources().files;
  const std::vector<int> watched = setting.team.cpus.empty() ? std::vector<int>{choice.cpu} : setting.team.cpus;
  events.watch = watch_with(std::make_shared<MachineWatch>(files, clock, watched, process_cpu_time));
  Status journal_failure;
  events.on_round = [&](const std::vector<RowRounds>& gathered) {
    journal.part(choice.kind.id) = gathered;
    if (!options.output.empty() && !journal_failure)
      journal_failure = write_journal(journal_path(options.output), journal);
  };
  const auto gathered =
      run_rounds(rows, {.stops = options.suite.probe_rounds}, so_far, events, {.flags = global.gbench_flags});
  if (journal_failure) say(global.quiet, "cachebound: no journal is kept: " + journal_failure->detail);

  const double tick = ratio(timer.resolution, setting.policy.slice);
  const auto calibration = probes::calibrate(gathered, tick);
  KindRun run;
  run.input = {.id = choice.kind.id,
               .cpus = choice.kind.cpus,
               .measured_cpu = choice.cpu,
               .chains = report_of(calibration),
               .measurements = {},
               .datasheet = datasheet_of(choice.kind, world.host),
               .clock_facts = {.timer = timer,
                               .claim = probes::clock_claim(gathered, calibration),
                               .cpufreq = read_cpufreq(*files, choice.cpu)}};
  if (options.counters != "none") run.input.counters = counting->report();
  for (std::size_t i = 0; i < cases.size(); ++i) {
    run.planned.push_back(rows[i].id);
    if (static_cast<int>(gathered[i].blocks.size()) >= options.suite.probe_rounds.front() || gathered[i].error) {
      run.completed.push_back(rows[i].id);
    }
    if (is_clock(cases[i])) continue;
    const std::string& lies = cases[i].threads > 1 ? team_placement : placement;
    run.input.measurements.push_back(
        probes::measurement_of(cases[i], gathered[i], rows[i], calibration, lies, world.host.emulated, tick));
    run.input.measurements.back().repro = command_for(options, rows[i].id);
  }
  if (options.suite.sustained.value > 0.0 && !stop_requested()) {
    say(global.quiet, fmt::format("holding the peak for {:.0f} s", options.suite.sustained.value));
    run.input.sustained = hold_peaks(options, choice, run.input.measurements, calibration, clock);
  }
  return run;
}

}  // namespace

bool has_rates(const analysis::MachineModel& model) {
  return std::ranges::any_of(model.core_kinds, [](const analysis::MeasuredCoreKind& kind) {
    return std::ranges::any_of(kind.measurements, [](const ProbeMeasurement& row) { return !row.error; });
  });
}

std::string suite_argument(bool quick, bool thorough, const std::string& suite) {
  if (quick) return "quick";
  if (thorough) return "thorough";
  return suite == "default" ? std::string() : suite;
}

Suite fit_memory(const Suite& suite, const HostInfo& host, const GlobalOptions& global) {
  const std::size_t limit = largest_working_set(host);
  if (largest_size(suite) > limit) {
    say(global.quiet, fmt::format("working sets above {}, an eighth of the free memory, are left out",
                                  format_size(Bytes{static_cast<double>(limit)})));
  }
  return cap_sweep(suite, limit);
}

Status check_team(const ThreadChoice& threads, const std::vector<CoreChoice>& cores) {
  if (threads.teams != ThreadChoice::Teams::exactly) return std::nullopt;
  for (const CoreChoice& choice : cores) {
    const int most = static_cast<int>(choice.team.size());
    if (threads.count <= most) continue;
    return Error{Reason::malformed,
                 fmt::format("{} threads: {} has {} cpus that may be used ({}): at most {}", threads.count,
                             choice.kind.id, most, format_cpu_list(choice.team), most)};
  }
  return std::nullopt;
}

Result<Characterization> characterize(const CharacterizeOptions& options, const World& world,
                                      const GlobalOptions& global) {
  const auto choices = choose_cores(world.host, options.cores);
  if (!choices) return choices.error();
  if (const Status status = check_team(options.suite.threads, *choices)) return *status;
  auto opened = open_journal(options.output, key_of(options, *choices), options.resume);
  if (!opened) return opened.error();
  Journal journal = std::move(opened).value();

  std::vector<analysis::CoreKindInput> inputs;
  analysis::Plan plan{.command = global.command_line,
                      .suite = options.suite.name,
                      .rows = {},
                      .rounds = options.suite.probe_rounds.back(),
                      .threads = to_string(options.suite.threads)};
  std::vector<std::string> completed;
  for (const CoreChoice& choice : *choices) {
    auto run = measure_kind(options, world, global, choice, journal);
    if (!run) return run.error();
    plan.rows.insert(plan.rows.end(), run->planned.begin(), run->planned.end());
    completed.insert(completed.end(), run->completed.begin(), run->completed.end());
    inputs.push_back(std::move(run).value().input);
    if (stop_requested()) break;
  }
  std::vector<TogetherMeasurement> together;
  // A filter names rows of one kind; what all bring to this is known only when all of them were measured.
  if (options.filter.empty() && !stop_requested()) {
    const auto cases = together_cases(options.suite, *choices, inputs, largest_working_set(world.host));
    if (!cases.empty()) say(global.quiet, "all core kinds together");
    SamplingPolicy policy;
    policy.samples = options.suite.samples;
    if (options.slice) policy.slice = *options.slice;
    SteadyClock clock;
    policy.slice = std::max(policy.slice, ticks_per_slice * inspect_timer(clock).resolution);
    if (world.host.emulated) policy.clock_tolerance = 1e9;
    RoundEvents events;
    events.stop = &stop_requested();
    Status journal_failure;
    const auto save = [&] {
      if (!options.output.empty() && !journal_failure)
        journal_failure = write_journal(journal_path(options.output), journal);
    };
    together = measure_all(cases, policy, options.suite.probe_rounds, events, {.flags = global.gbench_flags},
                           world.host.emulated, journal, save);
    if (journal_failure) say(global.quiet, "cachebound: no journal is kept: " + journal_failure->detail);
  }
  Characterization result;
  Conditions conditions = with_clock(world.conditions, inputs);
  result.model = analysis::build_model(world.host, std::move(conditions), std::move(inputs), std::move(plan));
  for (TogetherMeasurement& row : together) {
    const bool shared = world.host.virtual_machine && row.kind == CeilingKind::memory && !row.error;
    if (shared && row.quality != Quality::emulated && row.quality != Quality::throttled)
      row.quality = Quality::host_shared;
  }
  result.model.together = std::move(together);
  result.model.completed = std::move(completed);
  result.model.created = utc_now();
  result.interrupted = stop_requested();
  return result;
}

}  // namespace cachebound::cli
