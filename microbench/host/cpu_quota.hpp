// SPDX-License-Identifier: Apache-2.0
// How many cpus' worth of time a container lets this process have.
#pragma once

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"

namespace cachebound {

/// The smallest quota of this process's control group and those above it, in cpus (cgroup 2: cpu.max; cgroup 1:
/// cpu.cfs_quota_us). Error{not_found}: nothing limits it.
Result<double> read_cpu_quota(const FileSystem& files);

}  // namespace cachebound
