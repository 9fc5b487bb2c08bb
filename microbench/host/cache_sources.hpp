// SPDX-License-Identifier: Apache-2.0
// Who states the caches of a cpu, in the order in which they are trusted:
//
//   sysfs        the kernel, which has it from the processor (x86), the device tree or the firmware's tables (Arm)
//   device tree  the same description, where the kernel does not pass it on
//   cpuid        the processor itself; under a hypervisor, what that lets the guest see
//   hwloc        mostly sysfs again, with corrections of its own for some x86
//
// The first that states a size is taken; every other is compared with it, and a difference is a finding. The data file
// of the core (configs/cores) states what such cores are made with, not what this one has: it is kept apart, as
// "datasheet", and no conclusion is drawn from it. What is measured stands above them all
// (analysis/cache_geometry.hpp).
#pragma once

#include <map>
#include <vector>

#include "microbench/host/host_info.hpp"

namespace cachebound {

using CachesByCpu = std::map<int, std::vector<Cache>>;

/// Pure. What sources say of one cpu, most trusted first; each states at least one cache.
using CacheStatements = std::vector<std::vector<Cache>>;

/// What the sources say of each cpu.
struct CacheSources {
  CachesByCpu sysfs;
  CachesByCpu device_tree;
  std::vector<Cache> cpuid;  ///< of any cpu: empty on machines whose cores may differ
  CachesByCpu hwloc;

  [[nodiscard]] CacheStatements of(int cpu) const;
};

}  // namespace cachebound
