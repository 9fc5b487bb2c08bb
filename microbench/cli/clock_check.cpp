// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/clock_check.hpp"

#include "microbench/affinity.hpp"
#include "microbench/host/cpufreq.hpp"
#include "microbench/host/host_reader.hpp"
#include "probes/catalogue.hpp"
#include "probes/measure.hpp"

namespace cachebound::cli {
namespace {

Result<ClockClaim> measure(const CoreKind& kind, int cpu, const FileSystem& files) {
  auto pinned = PinnedThread::to(cpu);
  if (!pinned) return pinned.error();
  SteadyClock clock;
  const probes::ProbeSetting setting{.policy = {}, .world = real_sampling_world(clock), .memory = nullptr};
  const probes::Probe* reference = probes::find("chain_add_reg");
  std::vector<RowRounds> rows;
  for (const probes::Probe& probe : probes::catalogue()) {
    // The scalar chains alone: the reference and what it is checked against.
    const bool scalar = probe.kind == probes::ProbeKind::chain && probe.isa == Isa::scalar && probe.chain.empty();
    if (!scalar || probes::runnable_on(probe, kind.isas)) continue;
    const Row row = probes::make_row({&probe, {}}, *reference, setting);
    RowRounds rounds{.id = row.id, .blocks = {row.measure(0)}, .error = {}};
    if (const auto claimed = read_claimed_clock(files, cpu)) rounds.blocks[0].trouble.claimed_hertz = claimed->value;
    rows.push_back(std::move(rounds));
  }
  const auto calibration = probes::calibrate(rows, 0.0);
  if (!calibration.cycles_known) return Error{Reason::unstable, calibration.detail};
  if (const auto claim = probes::clock_claim(rows, calibration)) return *claim;
  for (const probes::ChainReading& chain : calibration.chains)
    if (chain.id == calibration.reference) return ClockClaim{.measured = chain.clock.value};
  return Error{Reason::unstable, "no sample of the reference chain was clean"};
}

}  // namespace

void check_clock(World& world) {
  Conditions& now = world.conditions;
  const auto choices = choose_cores(world.host, "each-kind");
  if (world.host.emulated || !choices) {
    now.clock_measured_hz = world.host.emulated
                                ? Error{Reason::unstable, "emulated: an interpreter's chain says nothing of a clock"}
                                : choices.error();
    return;
  }
  const auto claim = measure(choices->front().kind, choices->front().cpu, *native_host_sources().files);
  if (!claim) {
    now.clock_measured_hz = claim.error();
    return;
  }
  now.clock_measured_hz = claim->measured.value;
  if (claim->claimed > Frequency{}) now.clock_claimed_hz = claim->claimed.value;
}

}  // namespace cachebound::cli
