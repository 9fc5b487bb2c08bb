// SPDX-License-Identifier: Apache-2.0
#include "probes/team.hpp"

#include <algorithm>
#include <optional>

#include "microbench/thread_team.hpp"
#include "probes/kernel_run.hpp"
#include "probes/window_order.hpp"

namespace cachebound::probes {
Result<std::vector<std::shared_ptr<WorkingMemory>>> allocate_windows(const std::vector<int>& cpus, std::size_t bytes,
                                                                     Clock& clock) {
  auto team = ThreadTeam::on(cpus, clock);
  if (!team) return team.error();
  std::vector<std::shared_ptr<WorkingMemory>> windows(cpus.size());
  std::vector<Status> refused(cpus.size());
  team.value().run(
      [&](std::size_t member, std::size_t size) {
        auto memory = WorkingMemory::allocate(size);
        if (memory) {
          windows[member] = std::make_shared<WorkingMemory>(std::move(memory).value());
        } else {
          refused[member] = memory.error();
        }
      },
      bytes);
  for (const Status& status : refused) {
    if (status) return *status;
  }
  return windows;
}

std::string placement_of(const std::vector<std::shared_ptr<WorkingMemory>>& windows) {
  std::vector<std::string> seen;
  std::string all;
  for (const auto& window : windows) {
    if (std::find(seen.begin(), seen.end(), window->placement()) != seen.end()) continue;
    seen.push_back(window->placement());
    all += (all.empty() ? "" : ", ") + window->placement();
  }
  return all;
}

Block sample_team(const TeamWork& work, const Probe& chain, const TeamSetting& team, int round,
                  const SamplingPolicy& policy, const SamplingWorld& world) {
  const std::vector<int> cpus(team.cpus.begin(), team.cpus.begin() + static_cast<std::ptrdiff_t>(work.threads));
  auto made = ThreadTeam::on(cpus, world.clock);
  // It could be made when the run began: a cpu, or room for a thread, has been taken away since. The next round may
  // have it again; a block has no room for the reason, and "migrated" is the nearest.
  if (!made) return {.dropped = policy.samples, .dropped_migrated = policy.samples};
  ThreadTeam& threads = made.value();
  const auto kernels = one_each(work.probe, work.threads);
  const auto chains = one_each(chain, work.threads);
  if (walks(work.probe)) {
    threads.run([&](std::size_t member,
                    std::size_t bytes) { kernels[member]->enter(team.windows[member]->bytes(), bytes, round); },
                work.working_set_bytes);
  }
  const MemberWork kernel_share = [&](std::size_t member, std::size_t n) { (*kernels[member])(n); };
  const auto in_order = [&](bool ascending) {
    for (const auto& kernel : kernels) kernel->ascend(ascending);
  };
  const bool ascending =
      has_two_orders(work.probe) && ascending_is_faster(
                                        [&](bool order, std::size_t iterations) {
                                          in_order(order);
                                          return reading_of(threads.run(kernel_share, iterations)).duration;
                                        },
                                        policy, world.clock);
  in_order(ascending);
  const MemberWork chain_share = [&](std::size_t member, std::size_t n) { (*chains[member])(n); };
  Block block = sample_slices([&](std::size_t n) { return reading_of(threads.run(kernel_share, n)); },
                              [&](std::size_t n) { return reading_of(threads.run(chain_share, n)); },
                              chain.per_iteration.chain_steps, policy, world.clock,
                              [&] {
                                std::vector<Sighting> seen(work.threads);
                                threads.run(
                                    [&](std::size_t member, std::size_t) {
                                      seen[member] = {.at = world.clock.now(), .state = world.thread_state()};
                                    },
                                    0);
                                return seen;
                              });
  block.ascending = ascending ? 1.0 : 0.0;
  return block;
}

}  // namespace cachebound::probes
