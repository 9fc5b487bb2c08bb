// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/team_plan.hpp"

#include <algorithm>
#include <bit>

namespace cachebound::cli {
namespace {

using probes::Probe;
using probes::ProbeCase;
using probes::ProbeKind;

bool contains(const std::vector<int>& cpus, int cpu) { return std::find(cpus.begin(), cpus.end(), cpu) != cpus.end(); }

/// Hardware threads of this one's core, itself included; empty where it has the core to itself.
std::vector<int> core_of(const std::vector<std::vector<int>>& siblings, int cpu) {
  const auto core =
      std::find_if(siblings.begin(), siblings.end(), [&](const auto& cpus) { return contains(cpus, cpu); });
  return core == siblings.end() ? std::vector<int>{} : *core;
}

}  // namespace

std::vector<std::size_t> team_sizes(const Suite& suite, int threads, std::size_t memory_bytes) {
  const std::size_t each = memory_bytes / static_cast<std::size_t>(std::max(1, threads));
  std::vector<std::size_t> sizes;
  for (const std::size_t bytes : suite.thread_bytes) {
    if (bytes <= each) sizes.push_back(bytes);
  }
  if (sizes.size() == suite.thread_bytes.size()) return sizes;
  constexpr std::size_t granularity = 2048;  // the block of a read kernel (probes/kernel_abi.h)
  const std::size_t cap = std::bit_floor(each);
  if (cap >= granularity && (sizes.empty() || sizes.back() < cap)) sizes.push_back(cap);
  return sizes;
}

std::vector<ProbeCase> team_cases(const Suite& suite, const std::vector<const Probe*>& forms,
                                  const std::vector<int>& counts, std::size_t memory_bytes) {
  std::vector<ProbeCase> cases;
  if (counts.empty()) return cases;
  // Of all teams the sizes of the largest, so that what is compared over threads is one size for each thread.
  const std::vector<std::size_t> all_sizes = team_sizes(suite, counts.back(), memory_bytes);
  for (const int threads : counts) {
    const bool everything = threads == counts.back() || suite.threads.teams == ThreadChoice::Teams::powers;
    std::vector<std::size_t> sizes = all_sizes;
    if (!everything && sizes.size() > 1) sizes.erase(sizes.begin(), sizes.end() - 1);
    for (const Probe* probe : forms) {
      if (probe->kind == ProbeKind::compute) {
        if (everything) cases.push_back({.probe = probe, .threads = threads});
        continue;
      }
      for (const std::size_t bytes : sizes) {
        cases.push_back({.probe = probe, .working_set_bytes = bytes, .threads = threads});
      }
    }
  }
  return cases;
}

std::vector<ProbeCase> loaded_cases(const Suite& suite, const Probe& chase, const Probe& stream, int threads,
                                    std::size_t memory_bytes) {
  const std::vector<std::size_t> sizes = team_sizes(suite, threads, memory_bytes);
  if (threads < 2 || sizes.empty()) return {};
  std::vector<ProbeCase> cases;
  for (const int percent : suite.load_percents) {
    cases.push_back({.probe = &chase,
                     .working_set_bytes = sizes.back(),
                     .load_percent = percent,
                     .stream = &stream,
                     .threads = threads});
  }
  return cases;
}

std::vector<int> team_order(const std::vector<int>& cpus, int leader, const std::vector<std::vector<int>>& siblings) {
  std::vector<int> team{leader};
  std::vector<int> taken = core_of(siblings, leader);
  std::vector<int> second;
  for (const int cpu : cpus) {
    if (contains(team, cpu) || contains(second, cpu)) continue;
    if (contains(taken, cpu)) {
      second.push_back(cpu);
      continue;
    }
    team.push_back(cpu);
    const std::vector<int> shared = core_of(siblings, cpu);
    taken.insert(taken.end(), shared.begin(), shared.end());
  }
  team.insert(team.end(), second.begin(), second.end());
  return team;
}

}  // namespace cachebound::cli
