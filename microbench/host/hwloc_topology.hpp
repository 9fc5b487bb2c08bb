// SPDX-License-Identifier: Apache-2.0
// The machine as hwloc sees it: a second reader of mostly the same files, with corrections of its own for x86.
#pragma once

#include <vector>

#include "microbench/host/cache_sources.hpp"
#include "microbench/result.hpp"

namespace cachebound {

struct LibraryTopology {
  CachesByCpu caches = {};
  std::vector<std::vector<int>> cores = {};  ///< hardware threads of each core
  std::vector<std::vector<int>> kinds = {};  ///< cpus of equal performance; empty: hwloc cannot tell
};

/// Of this machine, or of the tree that hwloc's own HWLOC_FSROOT names. `not_built` where this program was built
/// without hwloc. Takes some milliseconds.
Result<LibraryTopology> read_hwloc_topology();

}  // namespace cachebound
