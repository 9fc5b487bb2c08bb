// SPDX-License-Identifier: Apache-2.0
// Does this process run in a container, and what does its control group take away?
//
// A container alone moves no number. A quota does: the kernel stops every thread of the group once the period's time is
// used up, in the middle of whatever is being timed.
#pragma once

#include <optional>
#include <string>

#include "microbench/host/file_system.hpp"

namespace cachebound {

/// "docker", "podman", "kubernetes", "lxc", ... by the marks that they leave; empty: none is seen.
std::string detect_container(const FileSystem& files);

/// Processors' worth of time that the control group of this process, or one around it, allows (cpu.max of version 2,
/// cpu.cfs_quota_us of version 1): the least. Absent: no limit is stated.
std::optional<double> read_cpu_quota(const FileSystem& files);

}  // namespace cachebound
