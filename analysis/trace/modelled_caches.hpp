// SPDX-License-Identifier: Apache-2.0
// Which caches a trace models: as large as measured, as the machine states their ways and lines.
#pragma once

#include <string>
#include <vector>

#include "analysis/levels.hpp"
#include "analysis/machine_model.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound::analysis {

struct ModelledCaches {
  std::vector<Cache> caches;  ///< from the inside out; whole sets, one size of line
  std::string missing;        ///< why there are none beyond these; empty: none is missing
};

/// `stated`: of the host, from the inside out. `capacities` (cache_capacities) replace the sizes, and name the levels,
/// where the machine was measured; empty: what is stated is taken.
ModelledCaches modelled_caches(const std::vector<Cache>& stated, const std::vector<LevelCapacity>& capacities);

/// Of the core kind that `cpu` is of (-1: the first).
ModelledCaches modelled_caches(const MachineModel& machine, int cpu = -1);

/// As the host of the file states them, which is what operators choose their blocks by.
std::vector<Cache> stated_caches(const MachineModel& machine, int cpu = -1);

/// What of a size is no whole set is not modelled.
bool is_size_of(const Cache& modelled, Bytes capacity);

}  // namespace cachebound::analysis
