// SPDX-License-Identifier: Apache-2.0
#include "probes/hold_peak.hpp"

#include <memory>

#include "microbench/thread_team.hpp"
#include "probes/catalogue.hpp"
#include "probes/kernel_run.hpp"

namespace cachebound::probes {

SustainedPeak hold_peak(const Probe& probe, const std::vector<int>& cpus, std::optional<int> chain_cycles,
                        const SustainedPolicy& policy, Clock& clock,
                        const std::function<std::optional<double>()>& temperature, const std::atomic<bool>* stop) {
  SustainedPeak peak{.probe = std::string(probe.id), .threads = static_cast<int>(cpus.size())};
  auto made = ThreadTeam::on(cpus, clock);
  if (!made) {
    peak.error = made.error();
    return peak;
  }
  ThreadTeam& team = made.value();
  const Probe* chain = find(probe.chain);
  const auto kernels = one_each(probe, cpus.size());
  const auto chains = one_each(*chain, cpus.size());
  const MemberWork kernel_share = [&](std::size_t member, std::size_t n) { (*kernels[member])(n); };
  const MemberWork chain_share = [&](std::size_t member, std::size_t n) { (*chains[member])(n); };
  const auto readings = hold([&](std::size_t n) { return reading_of(team.run(kernel_share, n)); },
                             [&](std::size_t n) { return reading_of(team.run(chain_share, n)); },
                             chain->per_iteration.chain_steps, policy, clock, temperature, stop);
  const double flops = executed(probe).flops.value * static_cast<double>(cpus.size());
  for (const SustainedReading& reading : readings) {
    peak.points.push_back({.at = reading.at,
                           .rate = FlopRate{flops * reading.iterations_per_second},
                           .clock = Frequency{reading.steps_per_second * chain_cycles.value_or(0)},
                           .temperature_celsius = reading.temperature_celsius});
  }
  return peak;
}

}  // namespace cachebound::probes
