// SPDX-License-Identifier: Apache-2.0
#include "probes/team.hpp"

#include <algorithm>
#include <cmath>
#include <map>

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
    const std::string one = window->placement();
    if (std::find(seen.begin(), seen.end(), one) != seen.end()) continue;
    seen.push_back(one);
    all += (all.empty() ? "" : ", ") + one;
  }
  return all;
}

TeamWork equal_team(const Probe& probe, std::size_t threads, std::size_t working_set_bytes) {
  return {.members = std::vector<TeamMember>(threads, {.probe = &probe}), .working_set_bytes = working_set_bytes};
}

std::vector<std::size_t> balanced_weights(const std::vector<std::size_t>& weights, const std::vector<MemberSpan>& spans,
                                          const std::vector<std::size_t>& kinds) {
  std::map<std::size_t, double> speed;  // of each kind, that of its slowest member
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const double seconds = (spans[i].end - spans[i].begin).value;
    if (!(seconds > 0.0)) return weights;  // the clock did not tell
    const double own = static_cast<double>(weights[i]) / seconds;
    const auto [found, first] = speed.emplace(kinds[i], own);
    if (!first) found->second = std::min(found->second, own);
  }
  double fastest = 0.0;
  for (const auto& [kind, own] : speed) fastest = std::max(fastest, own);
  std::vector<std::size_t> balanced;
  for (const std::size_t kind : kinds) {
    const double weight = std::round(static_cast<double>(fastest_weight) * speed.at(kind) / fastest);
    balanced.push_back(std::max<std::size_t>(1, static_cast<std::size_t>(weight)));
  }
  return balanced;
}

Block sample_team(const TeamWork& work, const Probe& chain, const TeamSetting& team, int round,
                  const SamplingPolicy& policy, const SamplingWorld& world) {
  const std::size_t size = work.members.size();
  const std::vector<int> cpus(team.cpus.begin(), team.cpus.begin() + static_cast<std::ptrdiff_t>(size));
  auto made = ThreadTeam::on(cpus, world.clock);
  // It could be made when the run began: a cpu, or room for a thread, has been taken away since. The next round may
  // have it again; a block has no room for the reason, and "migrated" is the nearest.
  if (!made) return {.dropped = policy.samples, .dropped_migrated = policy.samples};
  ThreadTeam& threads = made.value();
  std::vector<std::unique_ptr<KernelRun>> kernels;
  for (const TeamMember& member : work.members) kernels.push_back(std::make_unique<KernelRun>(*member.probe));
  const auto chains = one_each(chain, size);
  const Probe& leader = *work.members.front().probe;
  if (walks(leader)) {
    threads.run([&](std::size_t member,
                    std::size_t bytes) { kernels[member]->enter(team.windows[member]->bytes(), bytes, round); },
                work.working_set_bytes);
  }
  const MemberWork kernel_share = [&](std::size_t member, std::size_t n) {
    (*kernels[member])(n * work.members[member].weight);
  };
  const auto in_order = [&](bool ascending) {
    for (const auto& kernel : kernels) kernel->ascend(ascending);
  };
  const bool ascending =
      has_two_orders(leader) && ascending_is_faster(
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
                                std::vector<Sighting> seen(size);
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
