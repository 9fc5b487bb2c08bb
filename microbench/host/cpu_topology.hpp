// SPDX-License-Identifier: Apache-2.0
// Which cpus belong together: hardware threads of a core, clusters, sockets. As the kernel states them; what it does
// not state is empty.
#pragma once

#include <string>
#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound {

struct CpuTopology {
  std::vector<int> core_cpus;     ///< hardware threads of the same core, this one included; empty: not stated
  std::vector<int> cluster_cpus;  ///< cpus of the same cluster, this one included; empty: not stated
};

/// /sys/devices/system/cpu/cpuN/topology, and `caches` of that cpu for what it lacks: threads that share an L1 are of
/// one core, cores that share an L2 are one cluster (which the kernel states since Linux 5.16 only).
CpuTopology read_cpu_topology(const FileSystem& files, int cpu, const std::vector<Cache>& caches);

/// Sockets that these cpus are in, by physical_package_id; 0: not stated.
int count_packages(const FileSystem& files, const std::vector<int>& cpus);

/// NUMA nodes with memory of their own, from /sys/devices/system/node; 0: not stated.
int count_numa_nodes(const FileSystem& files);

/// The performance monitoring unit that names this cpu: "armv8_cortex_a72", "cpu_atom". Empty where none does: a
/// machine with equal cores has one for all ("cpu"), which lists no cpus.
std::string pmu_of(const FileSystem& files, int cpu);

/// Pure. `group` reduced to `allowed`, added to `groups` unless it is there.
void add_group(std::vector<std::vector<int>>& groups, const std::vector<int>& group, const std::vector<int>& allowed);

}  // namespace cachebound
