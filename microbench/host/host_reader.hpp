// SPDX-License-Identifier: Apache-2.0
// Puts HostInfo together from its sources. All of the world comes in through HostSources.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "microbench/host/core_facts.hpp"
#include "microbench/host/emulation.hpp"
#include "microbench/host/file_system.hpp"
#include "microbench/host/host_info.hpp"
#include "microbench/host/hwloc_topology.hpp"
#include "microbench/host/isa_detection.hpp"

namespace cachebound {

struct HostSources {
  std::shared_ptr<const FileSystem> files;
  std::vector<int> allowed_cpus;  ///< the affinity mask that this process started with
  CpuidAccess cpuid;              ///< empty functions: not an x86
  IsaSet isas;
  ProcessView process;
  long page_bytes = 0;
  std::string kernel;                                         ///< "Linux 6.1.0"
  std::function<Result<LibraryTopology>()> topology_library;  ///< empty: none is asked
};

/// This machine.
HostSources native_host_sources();

HostInfo read_host(const HostSources& sources, const CoreTable& cores);

}  // namespace cachebound
