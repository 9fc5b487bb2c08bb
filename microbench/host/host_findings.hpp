// SPDX-License-Identifier: Apache-2.0
// What a user of this machine should know before reading a number of it, beyond what contradicts itself
// (contradictions.hpp). Pure.
#pragma once

#include <vector>

#include "microbench/host/host_info.hpp"
#include "microbench/host/hwloc_topology.hpp"

namespace cachebound {

/// A 32-bit program on a 64-bit kernel: its peaks are not those of the machine.
std::vector<Finding> program_findings(const HostInfo& host);

/// Cpus that this process may not use, and time that its control group does not give it.
std::vector<Finding> limit_findings(const HostInfo& host, const std::vector<int>& online);

/// A kind of which no source states a cache size.
std::vector<Finding> missing_cache_findings(const CoreKind& kind);

/// Hardware threads and core kinds, as we read them and as hwloc does. hwloc takes clocks within a tenth for equal, so
/// that it may put together what differs only by clock; what differs by identity it must not.
std::vector<Finding> topology_disagreements(const std::vector<CoreKind>& kinds, const LibraryTopology& library);

}  // namespace cachebound
