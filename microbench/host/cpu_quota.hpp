// SPDX-License-Identifier: Apache-2.0
// How much processor time the control group takes away: once the period's time is used up, the kernel stops every
// thread of the group, in the middle of whatever is being timed.
#pragma once

#include <optional>

#include "microbench/host/file_system.hpp"

namespace cachebound {

/// Processors' worth of time that the control group of this process, or one around it, allows (cpu.max of version 2,
/// cpu.cfs_quota_us of version 1): the least. Absent: no limit is stated.
std::optional<double> read_cpu_quota(const FileSystem& files);

}  // namespace cachebound
