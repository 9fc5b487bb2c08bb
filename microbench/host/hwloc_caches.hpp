// SPDX-License-Identifier: Apache-2.0
// Caches as hwloc states them: a second reader of mostly the same sysfs, with corrections of its own for x86.
#pragma once

#include <map>
#include <vector>

#include "microbench/host/host_info.hpp"
#include "microbench/result.hpp"

namespace cachebound {

using CachesByCpu = std::map<int, std::vector<Cache>>;

/// Of this machine; `not_built` where this program was built without hwloc. Takes some milliseconds.
Result<CachesByCpu> read_hwloc_caches();

}  // namespace cachebound
