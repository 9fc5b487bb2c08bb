// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/control_groups.hpp"

#include <algorithm>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

/// "/a/b" -> "/a/b", "/a", "": a group is bound by those around it. In a container the path may be the host's, and the
/// group itself stands at the root: both are asked.
std::vector<std::string> group_and_parents(std::string path) {
  std::vector<std::string> paths;
  while (!path.empty() && path != "/") {
    paths.push_back(path);
    path.erase(path.rfind('/'));
  }
  paths.emplace_back();
  return paths;
}

}  // namespace

ControlGroups control_groups(std::string_view self_cgroup, std::string_view controller) {
  ControlGroups groups;
  for (const std::string_view line : split(self_cgroup, '\n')) {
    const auto parts = split(line, ':');
    if (parts.size() != 3 || !parts[2].starts_with('/')) continue;
    const auto controllers = split(parts[1], ',');
    const bool has_it = std::find(controllers.begin(), controllers.end(), controller) != controllers.end();
    const bool version2 = parts[0] == "0";
    if (!version2 && !has_it) continue;
    groups.may_be_limited = true;
    for (const std::string& path : group_and_parents(std::string(parts[2]))) {
      groups.folders.push_back(
          {version2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/" + std::string(parts[1]), path, version2});
      groups.folders.push_back(
          {version2 ? "/sys/fs/cgroup/unified" : "/sys/fs/cgroup/" + std::string(controller), path, version2});
    }
  }
  return groups;
}

}  // namespace cachebound
