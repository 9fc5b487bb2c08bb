// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpu_topology.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

bool holds(const std::vector<int>& cpus, int cpu) { return std::find(cpus.begin(), cpus.end(), cpu) != cpus.end(); }

/// The list in the file if it names this cpu: anything else is no statement about it.
std::vector<int> list_with(const FileSystem& files, const std::string& path, int cpu) {
  const auto text = read_trimmed(files, path);
  if (!text) return {};
  auto cpus = parse_cpu_list(*text);
  return cpus && holds(*cpus, cpu) ? std::move(*cpus) : std::vector<int>{};
}

/// Straight from the kernel, which may name the sharers of an L2 whose size it does not know.
std::vector<int> sharing_l2(const FileSystem& files, int cpu) {
  const std::string folder = fmt::format("/sys/devices/system/cpu/cpu{}/cache", cpu);
  const auto entries = files.list(folder);
  if (!entries) return {};
  for (const std::string& entry : *entries) {
    const auto level = read_integer(files, folder + "/" + entry + "/level");
    if (level && *level == 2) return list_with(files, folder + "/" + entry + "/shared_cpu_list", cpu);
  }
  return {};
}

std::vector<int> sharing(const std::vector<Cache>& caches, Level level, int cpu) {
  for (const Cache& cache : caches) {
    if (cache.level == level && holds(cache.shared_cpus, cpu)) return cache.shared_cpus;
  }
  return {};
}

}  // namespace

CpuTopology read_cpu_topology(const FileSystem& files, int cpu, const std::vector<Cache>& caches) {
  const std::string folder = fmt::format("/sys/devices/system/cpu/cpu{}/topology", cpu);
  CpuTopology topology;
  // Two names of one file: the second is the older.
  for (const char* name : {"/core_cpus_list", "/thread_siblings_list"}) {
    if (topology.core_cpus.empty()) topology.core_cpus = list_with(files, folder + name, cpu);
  }
  if (topology.core_cpus.empty()) topology.core_cpus = sharing(caches, Level::l1, cpu);
  // A kernel that knows of no clusters repeats the core in cluster_cpus and calls it cluster -1 or 65535.
  const auto cluster = read_integer(files, folder + "/cluster_id");
  constexpr long long no_cluster = 65535;
  if (!cluster || (*cluster >= 0 && *cluster != no_cluster)) {
    topology.cluster_cpus = list_with(files, folder + "/cluster_cpus_list", cpu);
  }
  if (topology.cluster_cpus.empty()) topology.cluster_cpus = sharing_l2(files, cpu);
  if (topology.cluster_cpus.empty()) topology.cluster_cpus = sharing(caches, Level::l2, cpu);
  // An L2 of its own, or a cluster that repeats the core, says nothing of neighbours.
  if (topology.cluster_cpus.size() <= 1 || topology.cluster_cpus == topology.core_cpus) topology.cluster_cpus.clear();
  return topology;
}

int count_packages(const FileSystem& files, const std::vector<int>& cpus) {
  std::set<long long> packages;
  for (const int cpu : cpus) {
    const auto package =
        read_integer(files, fmt::format("/sys/devices/system/cpu/cpu{}/topology/physical_package_id", cpu));
    if (package && *package >= 0) packages.insert(*package);  // -1: not known
  }
  return static_cast<int>(packages.size());
}

int count_numa_nodes(const FileSystem& files) {
  constexpr const char* folder = "/sys/devices/system/node";
  const auto entries = files.list(folder);
  if (!entries) return 0;
  return static_cast<int>(std::count_if(entries->begin(), entries->end(), [&](const std::string& entry) {
    return entry.starts_with("node") && parse_integer(entry.substr(4)).has_value() &&
           files.exists(fmt::format("{}/{}/cpulist", folder, entry));
  }));
}

std::string pmu_of(const FileSystem& files, int cpu) {
  constexpr const char* folder = "/sys/bus/event_source/devices";
  const auto units = files.list(folder);
  if (!units) return {};
  // Uncore units say which cpu serves them in `cpumask`; only those of cores have `cpus`.
  for (const std::string& unit : *units) {
    if (!list_with(files, fmt::format("{}/{}/cpus", folder, unit), cpu).empty()) return unit;
  }
  return {};
}

void add_group(std::vector<std::vector<int>>& groups, const std::vector<int>& group, const std::vector<int>& allowed) {
  std::vector<int> kept;
  for (const int cpu : group) {
    if (holds(allowed, cpu)) kept.push_back(cpu);
  }
  if (!kept.empty() && std::find(groups.begin(), groups.end(), kept) == groups.end()) groups.push_back(kept);
}

}  // namespace cachebound
