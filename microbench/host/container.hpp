// SPDX-License-Identifier: Apache-2.0
// Does this process run in a container? That alone moves no number; a quota may (cpu_quota.hpp).
#pragma once

#include <string>

#include "microbench/host/file_system.hpp"

namespace cachebound {

/// "docker", "podman", "kubernetes", "lxc", ... by the marks that they leave; empty: none is seen.
std::string detect_container(const FileSystem& files);

}  // namespace cachebound
