// SPDX-License-Identifier: Apache-2.0
// Data and unified caches as the kernel states them.
//
// Arm kernels take sizes from the device tree only, and many boards' trees had none for years (Raspberry Pi 3, 4 and 5
// until 2021 to 2024), or state a level without a size: such a cache is left out, never filled in from a table.
#pragma once

#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound {

/// /sys/devices/system/cpu/cpuN/cache/index*, inner level first; `not_found` when the kernel states none.
Result<std::vector<Cache>> read_sysfs_caches(const FileSystem& files, int cpu);

}  // namespace cachebound
