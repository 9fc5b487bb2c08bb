// SPDX-License-Identifier: Apache-2.0
#include "probes/measure.hpp"

#include <algorithm>

#include "catch_compat.hpp"
#include "microbench/affinity.hpp"
#include "probes/catalogue.hpp"
#include "probes/kernel_run.hpp"

using namespace cachebound;          // NOLINT(google-build-using-namespace): a test file
using namespace cachebound::probes;  // NOLINT(google-build-using-namespace): a test file

namespace {

constexpr double true_clock = 3e9;

/// Rounds of a clock row whose every step takes `cycles`, in units of the reference chain.
RowRounds clock_row(const Probe& chain, double cycles) {
  RowRounds row{.id = "clock/" + std::string(chain.id), .blocks = {}, .error = std::nullopt};
  const double steps = chain.per_iteration.chain_steps;
  for (int round = 0; round < 5; ++round) {
    row.blocks.push_back({.seconds_per_iteration = steps * cycles / true_clock,
                          .steps_per_iteration = steps * cycles,
                          .steps_per_second = true_clock,
                          .samples = 9});
  }
  return row;
}

/// All chains as a given core would show them; `latency` overrides one.
std::vector<RowRounds> clock_rows(std::string_view special = "", double latency = 0.0) {
  std::vector<RowRounds> rows;
  for (const Probe& probe : catalogue()) {
    if (probe.kind != ProbeKind::chain) continue;
    double cycles = probe.cycles_per_step.value_or(4);
    if (probe.id == special) cycles = latency;
    rows.push_back(clock_row(probe, cycles));
  }
  return rows;
}

const Probe& first_of(ProbeKind kind) {
  return *std::find_if(catalogue().begin(), catalogue().end(), [&](const Probe& p) { return p.kind == kind; });
}

}  // namespace

TEST_CASE("chains that agree make cycles known, and every clock is the true one", "[probes][clock]") {
  const ChainCalibration calibration = calibrate(clock_rows(), 0.0);
  CHECK(calibration.cycles_known);
  REQUIRE(calibration.agreement.has_value());
  CHECK(*calibration.agreement == Approx(1.0));
  for (const ChainReading& chain : calibration.chains) CHECK(chain.clock.value.value == Approx(true_clock));
}

TEST_CASE("the tool refuses to normalise when the scalar chains disagree by more than half a percent",
          "[probes][clock]") {
  const std::string other = calibrate(clock_rows(), 0.0).cross_check;
  REQUIRE_FALSE(other.empty());
  const double nominal = *find(other)->cycles_per_step;
  CHECK(calibrate(clock_rows(other, nominal * 1.004), 0.0).cycles_known);
  const ChainCalibration refused = calibrate(clock_rows(other, nominal * 1.006), 0.0);
  CHECK_FALSE(refused.cycles_known);
  CHECK_FALSE(refused.cycles_of("chain_add_reg").has_value());
}

TEST_CASE("a core that eliminates add reg,imm shows what that chain would have claimed", "[probes][clock]") {
  // Golden Cove class: five such adds per cycle at rename, so that 3.7 GHz read as some 19 GHz.
  const ChainCalibration calibration = calibrate(clock_rows("chain_add_imm", 0.2), 0.0);
  CHECK(calibration.cycles_known);
  REQUIRE(calibration.add_immediate_claim.has_value());
  CHECK(calibration.add_immediate_claim->value.value == Approx(5.0 * true_clock));
  CHECK_FALSE(calibration.cycles_of("chain_add_imm").has_value());
}

TEST_CASE("a wide chain is calibrated to the whole number of cycles next to it, or not at all", "[probes][clock]") {
  const Probe* vector = nullptr;
  for (const Probe& probe : catalogue()) {
    if (probe.kind == ProbeKind::chain && !probe.cycles_per_step) vector = &probe;
  }
  if (vector == nullptr) CACHEBOUND_SKIP("this architecture has no calibrated chain");
  CHECK(calibrate(clock_rows(vector->id, 4.25), 0.0).cycles_of(vector->id) == 4);
  CHECK(calibrate(clock_rows(vector->id, 5.01), 0.0).cycles_of(vector->id) == 5);
  CHECK_FALSE(calibrate(clock_rows(vector->id, 4.5), 0.0).cycles_of(vector->id).has_value());
}

TEST_CASE("a certain chain beside heavy work may read a lower clock, but never a second cycle", "[probes][clock]") {
  const auto heavy = std::find_if(catalogue().begin(), catalogue().end(), [](const Probe& probe) {
    return probe.kind == ProbeKind::chain && probe.cycles_per_step == 1 && !probe.chain.empty();
  });
  if (heavy == catalogue().end()) CACHEBOUND_SKIP("this architecture has no chain beside other work");
  CHECK(calibrate(clock_rows(heavy->id, 1.26), 0.0).cycles_of(heavy->id) == 1);
  CHECK_FALSE(calibrate(clock_rows(heavy->id, 1.6), 0.0).cycles_of(heavy->id).has_value());
  CHECK_FALSE(calibrate(clock_rows(heavy->id, 0.8), 0.0).cycles_of(heavy->id).has_value());
}

TEST_CASE("rounds become rates per second and per cycle", "[probes][measure]") {
  const Probe& probe = first_of(ProbeKind::compute);
  const ChainCalibration calibration = calibrate(clock_rows(), 0.0);
  const int chain_cycles = *calibration.cycles_of(probe.chain);
  RowRounds rounds{.id = std::string(probe.id), .blocks = {}, .error = std::nullopt};
  const double cycles = 48.0;
  for (int round = 0; round < 5; ++round) {
    rounds.blocks.push_back({.seconds_per_iteration = cycles / true_clock,
                             .steps_per_iteration = cycles / chain_cycles,
                             .steps_per_second = true_clock / chain_cycles,
                             .samples = 9,
                             .dropped = 1});
  }
  const Row row{.id = rounds.id, .measure = {}, .published = {}};
  const ProbeMeasurement m = measurement_of({&probe, {}}, rounds, row, calibration, "", false, 0.0);
  CHECK(m.flops_per_cycle.value.value == Approx(probe.per_iteration.flops.value / cycles));
  CHECK(m.flops_per_second.value.value == Approx(probe.per_iteration.flops.value / cycles * true_clock));
  CHECK(m.clock.value.value == Approx(true_clock));
  CHECK(m.flops_per_cycle.samples == 45);
  CHECK(m.flops_per_cycle.dropped == 5);
  CHECK(m.quality == Quality::stable);

  SECTION("load slots are loads and the bytes that they ask for") {
    const Probe& loads = first_of(ProbeKind::load_slots);
    const int loads_chain_cycles = *calibration.cycles_of(loads.chain);
    for (Block& block : rounds.blocks) block.steps_per_iteration = cycles / loads_chain_cycles;
    const auto slots = measurement_of({&loads, in_l1_bytes}, rounds, row, calibration, "", false, 0.0);
    CHECK(slots.loads_per_cycle.value.value == Approx(executed(loads).loads / cycles));
    CHECK(slots.bytes_per_cycle.value.value == Approx(executed(loads).read.value / cycles));
    CHECK(slots.bytes_per_second.value.value == Approx(executed(loads).read.value / cycles * true_clock));
  }
  SECTION("emulated is emulated, however steady") {
    CHECK(measurement_of({&probe, {}}, rounds, row, calibration, "", true, 0.0).quality == Quality::emulated);
  }
  SECTION("fewer than five rounds are not stable") {
    rounds.blocks.resize(4);
    CHECK(measurement_of({&probe, {}}, rounds, row, calibration, "", false, 0.0).quality == Quality::noisy);
  }
  SECTION("without a rate per cycle the row says whether the chains disagree or nobody measured them") {
    const std::string other = calibration.cross_check;
    const auto apart = calibrate(clock_rows(other, *find(other)->cycles_per_step * 1.01), 0.0);
    const auto notes_with = [&](const ChainCalibration& chains) {
      return measurement_of({&probe, {}}, rounds, row, chains, "", false, 0.0).notes;
    };
    CHECK(notes_with(apart) == std::vector<std::string>{"the clock chains disagree: no rate per cycle"});
    CHECK(notes_with(calibrate({}, 0.0)) ==
          std::vector<std::string>{"the scalar clock chains were not measured: no rate per cycle"});
  }
  SECTION("more samples lost than kept are not stable") {
    for (Block& block : rounds.blocks) block.dropped = 10;
    CHECK(measurement_of({&probe, {}}, rounds, row, calibration, "", false, 0.0).quality == Quality::noisy);
  }
  SECTION("a row without a clean sample is a row with its reason") {
    for (Block& block : rounds.blocks) block.samples = 0;
    const auto lost = measurement_of({&probe, {}}, rounds, row, calibration, "", false, 0.0);
    REQUIRE(lost.error.has_value());
    CHECK(lost.error->reason == Reason::unstable);
  }
}

TEST_CASE("the rate of a team is the work of all over the time of the slowest", "[probes][measure][team]") {
  const Probe& probe = first_of(ProbeKind::compute);
  const ChainCalibration calibration = calibrate(clock_rows(), 0.0);
  const int chain_cycles = *calibration.cycles_of(probe.chain);
  const double cycles = 48.0;
  RowRounds rounds{.id = {}, .blocks = {}, .error = std::nullopt};
  for (int round = 0; round < 5; ++round) {
    rounds.blocks.push_back({.seconds_per_iteration = cycles / true_clock,
                             .steps_per_iteration = cycles / chain_cycles,
                             .steps_per_second = true_clock / chain_cycles,
                             .samples = 3,
                             .balance = 1.04});
  }
  const ProbeCase of_four{.probe = &probe, .threads = 4};
  rounds.id = row_id(of_four);
  const Row row{.id = rounds.id, .measure = {}, .published = {}};
  const ProbeMeasurement one = measurement_of({.probe = &probe}, rounds, row, calibration, "", false, 0.0);
  const ProbeMeasurement four = measurement_of(of_four, rounds, row, calibration, "", false, 0.0);
  CHECK(four.threads == 4);
  CHECK(four.flops_per_second.value.value == Approx(4.0 * one.flops_per_second.value.value));
  CHECK(four.flops_per_cycle.value.value == Approx(4.0 * one.flops_per_cycle.value.value));
  CHECK(four.clock.value == one.clock.value);
  CHECK(four.thread_balance == Approx(1.04));
  CHECK_FALSE(one.thread_balance.has_value());
  CHECK(four.notes.empty());
  for (Block& block : rounds.blocks) block.balance = 1.2;
  const ProbeMeasurement uneven = measurement_of(of_four, rounds, row, calibration, "", false, 0.0);
  REQUIRE(uneven.notes.size() == 1);
  CHECK(uneven.notes[0].find("uneven threads") == 0);
}

TEST_CASE("a row of a team runs, each thread in a window of its own", "[probes][measure][team]") {
  const std::vector<int> allowed = allowed_cpus();
  if (allowed.empty() || !PinnedThread::to(allowed.front())) CACHEBOUND_SKIP("threads cannot be pinned here");
  SteadyClock clock;
  ProbeSetting setting{.policy = {}, .world = real_sampling_world(clock), .memory = nullptr};
  setting.policy.slice = microseconds(20);
  setting.policy.pairs = 2;
  setting.policy.samples = 1;
  setting.policy.clock_tolerance = 1e9;
  // Two threads, on one cpu where there is no other.
  setting.team.cpus = {allowed.front(), allowed.back()};
  const auto windows = allocate_windows(setting.team.cpus, std::size_t{64} * 1024, clock);
  REQUIRE(windows);
  setting.team.windows = *windows;
  REQUIRE(setting.team.windows.size() == 2);
  CHECK(setting.team.windows[0]->bytes().data() != setting.team.windows[1]->bytes().data());
  CHECK_FALSE(placement_of(setting.team.windows).empty());
  for (const Probe* probe : {&first_of(ProbeKind::compute), &first_of(ProbeKind::memory)}) {
    INFO(probe->id);
    if (try_kernel(*probe)) continue;
    const ProbeCase probe_case{.probe = probe, .working_set_bytes = 8192, .threads = 2};
    const Block block = make_row(probe_case, *find("chain_add_reg"), setting).measure(0);
    CHECK(block.samples + block.dropped >= 1);
    // A team that could not be made is one that migrated. On one cpu both threads lose it now and then.
    CHECK(block.dropped_migrated == 0);
    CHECK(block.balance >= 1.0);
  }
}

TEST_CASE("latency under load is the leader's alone, and what the others read is stated", "[probes][measure][team]") {
  const auto allowed = allowed_cpus();
  if (allowed.size() < 2 || !PinnedThread::to(allowed.front())) CACHEBOUND_SKIP("no two cpus to pin threads to");
  const auto pinned = PinnedThread::to(allowed.front());
  SteadyClock clock;
  ProbeSetting setting{.policy = {}, .world = real_sampling_world(clock), .memory = nullptr};
  setting.policy.samples = 1;
  setting.policy.pairs = 4;
  setting.policy.clock_tolerance = 1e9;
  setting.team.cpus = {allowed.front(), allowed.back()};
  const auto windows = allocate_windows(setting.team.cpus, std::size_t{128} * 1024, clock);
  REQUIRE(windows);
  setting.team.windows = *windows;
  const Probe& chase = first_of(ProbeKind::latency);
  const auto runs = [](const Probe& probe) { return probe.kind == ProbeKind::memory && !try_kernel(probe); };
  const auto found = std::find_if(catalogue().begin(), catalogue().end(), runs);
  if (found == catalogue().end()) CACHEBOUND_SKIP("no memory probe runs on this core");
  const Probe& stream = *found;
  for (const int percent : {0, 50, 100}) {
    CAPTURE(percent);
    const ProbeCase probe_case{
        .probe = &chase, .working_set_bytes = 65536, .load_percent = percent, .stream = &stream, .threads = 2};
    const Row row = make_row(probe_case, *find(chase.chain), setting);
    CHECK(row.id == std::string(chase.id) + "/ws:64KiB/threads:2/load:" + std::to_string(percent));
    Block block;
    // On a loaded machine a whole block may be lost, and says nothing of what was read meanwhile.
    for (int attempt = 0; attempt < 20 && block.samples == 0; ++attempt) block = row.measure(0);
    if (block.samples == 0) CACHEBOUND_SKIP("the machine is too busy: every sample was lost");
    CHECK((block.beside_bytes_per_second > 0.0) == (percent > 0));
  }
  // Rates under load count the loads of one thread.
  const RowRounds rounds{.id = "x",
                         .blocks = std::vector<Block>(5, {.seconds_per_iteration = 16e-6,
                                                          .steps_per_iteration = 16000.0,
                                                          .steps_per_second = 1e9,
                                                          .samples = 3,
                                                          .beside_bytes_per_second = 2e9}),
                         .error = {}};
  const ProbeCase loaded{
      .probe = &chase, .working_set_bytes = 65536, .load_percent = 50, .stream = &stream, .threads = 3};
  const Row row = make_row(loaded, *find(chase.chain), setting);
  const auto m = measurement_of(loaded, rounds, row, calibrate(clock_rows(), 0.0), "", false, 0.0);
  CHECK(m.latency_seconds.value.value == Approx(16e-6 / chase.per_iteration.loads));
  CHECK(m.beside_bytes_per_second.value == ByteRate{2e9});
  CHECK(m.beside == stream.id);
}

TEST_CASE("a team that cannot be made any more is a block without samples", "[probes][measure][team]") {
  SteadyClock clock;
  ProbeSetting setting{.policy = {}, .world = real_sampling_world(clock), .memory = nullptr};
  setting.team.cpus = {0, 1 << 17};
  const ProbeCase probe_case{.probe = &first_of(ProbeKind::compute), .threads = 2};
  const Block block = make_row(probe_case, *find("chain_add_reg"), setting).measure(0);
  CHECK(block.samples == 0);
  CHECK(block.dropped_migrated == block.dropped);
  CHECK(block.dropped > 0);
  CHECK_FALSE(allocate_windows(setting.team.cpus, 8192, clock));
}

TEST_CASE("ids of rows follow the grammar", "[probes][naming]") {
  CHECK(size_text(24 * 1024) == "24KiB");
  CHECK(size_text(1536 * 1024) == "1536KiB");
  CHECK(size_text(std::size_t{256} << 20U) == "256MiB");
  const Probe& memory = first_of(ProbeKind::memory);
  CHECK(row_id({&memory, 8192}) == std::string(memory.id) + "/ws:8KiB");
  CHECK(row_id({.probe = &memory, .working_set_bytes = 8192, .threads = 2}) ==
        std::string(memory.id) + "/ws:8KiB/threads:2");
  // A kernel walks whole blocks, and its id says how far: 1536 bytes, or 6144, do not divide 8 KiB.
  for (const Probe& probe : catalogue()) {
    if (!walks(probe)) continue;
    CAPTURE(probe.id);
    for (const std::size_t bytes : {std::size_t{8192}, std::size_t{262144}}) {
      const std::string id = row_id({&probe, bytes});
      CHECK(id == std::string(probe.id) + "/ws:" + size_text(walked_bytes(probe, bytes)));
      if (probe.block_bytes == 6144) CHECK(id == std::string(probe.id) + (bytes == 8192 ? "/ws:6KiB" : "/ws:252KiB"));
      if (probe.block_bytes == 1536) CHECK(id == std::string(probe.id) + (bytes == 8192 ? "/ws:7680B" : "/ws:255KiB"));
    }
  }
  const Probe& compute = first_of(ProbeKind::compute);
  CHECK(row_id({.probe = &compute, .threads = 4}) == std::string(compute.id) + "/threads:4");
}

TEST_CASE("a Raspberry Pi 4 that the firmware holds at 600 MHz while cpufreq claims 1500", "[probes][clock]") {
  std::vector<RowRounds> rows = clock_rows();
  for (RowRounds& row : rows) {
    for (Block& block : row.blocks) {
      block.steps_per_second = 0.6e9;
      block.trouble.claimed_hertz = 1.5e9;
    }
  }
  const auto claim = clock_claim(rows, calibrate(rows, 0.0));
  REQUIRE(claim.has_value());
  CHECK(claim->measured.value == Approx(0.6e9));
  CHECK(claim->claimed.value == Approx(1.5e9));
  CHECK_FALSE(claim->agrees());
  CHECK(claim->deviation() == Approx(-0.6));
}

TEST_CASE("no claim is made up where cpufreq says nothing or the chains disagree", "[probes][clock]") {
  std::vector<RowRounds> rows = clock_rows();
  CHECK_FALSE(clock_claim(rows, calibrate(rows, 0.0)).has_value());
  for (RowRounds& row : rows)
    for (Block& block : row.blocks) block.trouble.claimed_hertz = true_clock;
  CHECK(clock_claim(rows, calibrate(rows, 0.0))->agrees());
  ChainCalibration doubtful = calibrate(rows, 0.0);
  doubtful.cycles_known = false;
  CHECK_FALSE(clock_claim(rows, doubtful).has_value());
}
