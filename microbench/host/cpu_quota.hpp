// SPDX-License-Identifier: Apache-2.0
// How much processor time the control group takes away: once the period's time is used up, the kernel stops every
// thread of the group, in the middle of whatever is being timed.
#pragma once

#include <string>
#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"
#include "microbench/units.hpp"

namespace cachebound {

/// Processors' worth of time that the control group of this process, or one around it, allows (cpu.max of version 2,
/// cpu.cfs_quota_us of version 1): the least. Error{not_found}: none limits it; Error{not_permitted}: the groups, or
/// their files, cannot be seen, so that there may be a limit.
Result<double> read_cpu_quota(const FileSystem& files);

/// The cpu.stat files of the groups that may stop this process, its own and those around it; found once, read often.
std::vector<std::string> quota_statistics(const FileSystem& files);

/// For how long a quota has stopped the threads of those groups since they exist, added up over cpus and groups: the
/// upper bound of what it took from one thread. The kernel adds a stop when it ends, so whoever runs has read it all.
Seconds read_stopped_time(const FileSystem& files, const std::vector<std::string>& statistics);

}  // namespace cachebound
