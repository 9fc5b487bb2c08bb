// SPDX-License-Identifier: Apache-2.0
// Data and unified caches as the board's device tree describes them (Devicetree Specification 0.4, sections 3.8 and
// 3.9).
//
// 64-bit Arm kernels pass these values on in sysfs, where they know them; 32-bit ones had no cacheinfo for years, and
// then the tree is the only statement there is. What a tree leaves out stays absent.
#pragma once

#include <map>
#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound {

/// By cpu, inner level first; a cpu without a stated size is missing. Cpus are matched with nodes by their `of_node`
/// link; without links only where all nodes of the tree are described alike, so that the order cannot matter.
std::map<int, std::vector<Cache>> read_device_tree_caches(const FileSystem& files, const std::vector<int>& cpus);

}  // namespace cachebound
