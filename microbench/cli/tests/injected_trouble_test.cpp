// SPDX-License-Identifier: Apache-2.0
// Trouble is put into a simulated run at a hundred places; each time the result says so, in text and in JSON. Nothing
// here depends on real time.
#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <random>

#include "analysis/documents.hpp"
#include "analysis/operator_table.hpp"
#include "analysis/report/build_report.hpp"
#include "analysis/report/text_writer.hpp"
#include "catch_compat.hpp"
#include "microbench/gbench/round_runner.hpp"
#include "microbench/host/machine_watch.hpp"
#include "operators/measure.hpp"
#include "probes/catalogue.hpp"
#include "probes/measure.hpp"

using namespace cachebound;  // NOLINT(google-build-using-namespace): a test file

namespace {

/// What /proc/stat of a simulated machine says at this moment.
class LiveFiles final : public FileSystem {
 public:
  explicit LiveFiles(std::function<std::string()> stat) : stat_(std::move(stat)) {}
  [[nodiscard]] Result<std::string> read_text(std::string_view path) const override {
    if (path == "/proc/stat") return stat_();
    return absent(path);
  }
  [[nodiscard]] Result<std::vector<std::string>> list(std::string_view path) const override { return absent(path); }
  [[nodiscard]] bool exists(std::string_view path) const override { return path == "/proc/stat"; }
  [[nodiscard]] Result<std::string> read_link(std::string_view path) const override { return absent(path); }

 private:
  static Error absent(std::string_view path) { return {Reason::not_found, std::string(path)}; }
  std::function<std::string()> stat_;
};

/// A core on which a kernel takes 3 cycles per iteration and a chain 64 per 64 steps; the world around it may take time
/// away before every slice.
struct SimulatedMachine {
  ManualClock clock;
  ThreadState state{.involuntary_switches = 0, .voluntary_switches = 0, .cpu = 1, .cpu_time = {}};
  double hertz = 3e9;
  Seconds others{};  ///< time that other tasks had of this cpu
  Seconds stolen{};  ///< time that the hypervisor took
  std::function<void(SimulatedMachine&)> before_slice = [](SimulatedMachine&) {};

  void run(double cycles) {
    before_slice(*this);
    const Seconds spent{cycles / hertz};
    clock.advance(spent);
    state.cpu_time += spent;
  }
  void deschedule(Seconds away) {
    clock.advance(away);
    others += away;
    ++state.involuntary_switches;
  }
  void steal(Seconds away) {
    clock.advance(away);
    stolen += away;
  }
  [[nodiscard]] std::string stat() const {
    const auto ticks = [](Seconds time) { return static_cast<long>(ratio(time, activity_tick)); };
    return fmt::format("cpu1 {} 0 0 0 0 0 0 {}\n", ticks(state.cpu_time + others), ticks(stolen));
  }
};

struct Told {
  ProbeMeasurement row;
  std::string text;
  std::string json;
};

const probes::Probe& some_peak() {
  return *std::find_if(probes::catalogue().begin(), probes::catalogue().end(), [](const probes::Probe& probe) {
    return probe.kind == probes::ProbeKind::compute && !probe.chain.empty();
  });
}

/// One row, measured, judged and reported as characterize does it, with `others` in its rounds.
Told tell(SimulatedMachine& machine, int others = 0) {
  const probes::ProbeCase probe_case{&some_peak(), {}};
  Row row{.id = probes::row_id(probe_case), .measure = {}, .published = {}};
  row.measure = [&](int) {
    return sample_block([&](std::size_t n) { machine.run(3.0 * static_cast<double>(n)); },
                        [&](std::size_t n) { machine.run(64.0 * static_cast<double>(n)); }, 64.0, {},
                        {.clock = machine.clock, .thread_state = [&] { return machine.state; }});
  };
  const auto files = std::make_shared<LiveFiles>([&] { return machine.stat(); });
  RoundEvents events;
  events.watch = watch_with(std::make_shared<MachineWatch>(files, machine.clock, std::vector<int>{1},
                                                           [&] { return machine.state.cpu_time; }));
  std::vector<Row> rows{row};
  for (int i = 0; i < others; ++i) {
    rows.push_back(row);
    rows.back().id += fmt::format("/other:{}", i);
  }
  const auto gathered = run_rounds(rows, {.stops = {5, 8}}, {}, events, {});

  probes::ChainCalibration calibration;
  calibration.cycles_known = true;
  calibration.chains.push_back({.id = std::string(some_peak().chain),
                                .nominal_cycles = 1,
                                .cycles = 1.0,
                                .calibrated_cycles = 1,
                                .clock = {},
                                .note = {}});
  Told told;
  told.row = probes::measurement_of(probe_case, gathered[0], row, calibration, "", false, 0.0);
  analysis::CoreKindInput kind{
      .id = "simulated", .cpus = {1}, .measured_cpu = 1, .chains = {}, .measurements = {told.row}, .datasheet = {}};
  const analysis::MachineModel model = analysis::build_model({}, {}, {kind});
  told.json = analysis::to_json(model);
  told.text = analysis::report::to_text(
      analysis::report::build_report(
          {.machine = model, .operators = nullptr, .predictions = nullptr, .version = "test"}),
      {}, {.width = 400});
  return told;
}

bool marked(const Told& told, Sign sign) {
  const std::string name(to_string(sign));
  const bool in_row = std::any_of(told.row.validity.begin(), told.row.validity.end(),
                                  [&](const ValiditySign& each) { return each.sign == sign; });
  return in_row && told.text.find(name) != std::string::npos &&
         told.json.find(fmt::format("\"sign\": \"{}\"", name)) != std::string::npos;
}

/// Of five blocks of one row, in which nothing happens.
double length_of_a_run() {
  static const double length = [] {
    SimulatedMachine machine;
    tell(machine);
    return machine.clock.now().value;
  }();
  return length;
}

/// A moment of a run before `latest` of its length; its last block begins at four fifths.
double moment(unsigned seed, double latest) {
  std::mt19937 generator(seed);
  return std::uniform_real_distribution<double>(0.05, latest)(generator) * length_of_a_run();
}

constexpr unsigned seeds = 100;

}  // namespace

TEST_CASE("a quiet simulated run is stable and shows no sign", "[cli][trouble]") {
  SimulatedMachine machine;
  const Told told = tell(machine);
  CHECK(told.row.quality == Quality::stable);
  CHECK(told.row.validity.empty());
  CHECK(told.row.notes.empty());
  CHECK(told.json.find("\"sign\"") == std::string::npos);
}

TEST_CASE("a process that competes for the core is noticed, 100 of 100 times", "[cli][trouble]") {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SimulatedMachine machine;
    const double begin = moment(seed, 0.79);  // the last block is still to come
    double next = begin;
    machine.before_slice = [&](SimulatedMachine& m) {
      if (m.clock.now().value < next) return;
      m.deschedule(milliseconds(3));
      next = m.clock.now().value + 3e-3;
    };
    const Told told = tell(machine);
    INFO("from " << begin << " s on");
    CHECK(marked(told, Sign::background));
    CHECK(told.row.quality != Quality::stable);
  }
}

TEST_CASE("a clock that changes in the middle of a run is noticed, 100 of 100 times", "[cli][trouble]") {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SimulatedMachine machine;
    const double at = moment(seed, 0.9);  // half of the last block is still to come
    std::mt19937 generator(seed + 1000);
    const double factor = seed % 4 == 3 ? std::uniform_real_distribution<double>(1.03, 1.6)(generator)
                                        : std::uniform_real_distribution<double>(0.3, 0.97)(generator);
    machine.before_slice = [&](SimulatedMachine& m) {
      if (m.clock.now().value >= at) m.hertz = 3e9 * factor;
    };
    const Told told = tell(machine);
    INFO("by " << factor << " at " << at << " s");
    CHECK(marked(told, Sign::clock_drifted));
    if (factor < 0.89 && at < 0.79 * length_of_a_run()) CHECK(told.row.quality == Quality::throttled);
    // Cycles do not depend on it.
    CHECK(told.row.flops_per_cycle.value.value > 0.0);
  }
}

TEST_CASE("a steal of five percent is noticed, 100 of 100 times", "[cli][trouble]") {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SimulatedMachine machine;
    // As pieces of any length, from the share of a slice to a time slice of the hypervisor.
    std::mt19937 generator(seed);
    const double piece = std::uniform_real_distribution<double>(3e-6, 5e-3)(generator);
    double owed = std::uniform_real_distribution<double>(0.0, piece)(generator);
    double last = 0.0;
    machine.before_slice = [&](SimulatedMachine& m) {
      owed += 0.05 * (m.clock.now().value - last);
      last = m.clock.now().value;
      if (owed < piece) return;
      m.steal(Seconds{owed});
      owed = 0.0;
    };
    // The clock's own rows are in every run: it lasts long enough for two ticks of /proc/stat to be stolen.
    const Told told = tell(machine, 7);
    INFO("in pieces of " << piece << " s");
    CHECK(marked(told, Sign::stolen));
    CHECK(told.row.quality != Quality::stable);
  }
}

TEST_CASE("a migration is noticed, 100 of 100 times", "[cli][trouble]") {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SimulatedMachine machine;
    const double at = moment(seed, 0.95);
    const bool comes_back = seed % 2 == 0;
    bool moved = false;
    double back = 1e9;
    machine.before_slice = [&](SimulatedMachine& m) {
      const double now = m.clock.now().value;
      if (!moved && now >= at) {
        moved = true;
        m.state.cpu = 0;
        if (comes_back) back = now + 4e-3;
      }
      if (now >= back) m.state.cpu = 1;
    };
    const Told told = tell(machine);
    INFO("at " << at << " s");
    CHECK(marked(told, Sign::migrated));
    CHECK(told.row.flops_per_cycle.value.value > 0.0);
  }
}

TEST_CASE("page faults in timed slices are noticed, 100 of 100 times", "[cli][trouble]") {
  for (unsigned seed = 0; seed < seeds; ++seed) {
    SimulatedMachine machine;
    std::mt19937 generator(seed);
    int countdown = std::uniform_int_distribution<int>(200, 1200)(generator);
    machine.before_slice = [&](SimulatedMachine& m) {
      // For as long as a sample: single ones may fall into the untimed warm-up.
      if (--countdown <= 0 && countdown > -200) ++m.state.page_faults;
    };
    CHECK(marked(tell(machine), Sign::page_faults));
  }
}

TEST_CASE("an operator in whose rounds the hypervisor stole is marked as a probe is", "[cli][trouble]") {
  RowRounds rounds{.id = "gemm/naive/f32/m8n8k8", .blocks = {}, .error = {}};
  for (int round = 0; round < 5; ++round) {
    Block block{.seconds_per_iteration = 1e-6, .steps_per_iteration = 3e3, .steps_per_second = 3e9, .samples = 9};
    block.trouble.stolen_share = 0.05;
    rounds.blocks.push_back(block);
  }
  OperatorMeasurement m;
  m.id = rounds.id;
  const ClockChain chain{.id = "chain_add_reg", .run = {}, .steps_per_iteration = 1.0, .cycles_per_step = 1};
  operators::fill_times(m, rounds, nullptr, chain, false, 0.0);
  CHECK(m.quality == Quality::noisy);
  REQUIRE(m.validity.size() == 1);
  CHECK(m.validity[0].sign == Sign::stolen);
  CHECK(m.notes == std::vector<std::string>{"the hypervisor gave 5.0 percent of the time to others (rounds 1-5)"});
  OperatorMeasurement emulated = m;
  operators::fill_times(emulated, rounds, nullptr, chain, true, 0.0);
  CHECK(emulated.quality == Quality::emulated);
  const std::string json = analysis::to_json(analysis::analyse_operators({}, {m}));
  CHECK(json.find("\"sign\": \"stolen\"") != std::string::npos);
}
