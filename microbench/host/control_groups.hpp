// SPDX-License-Identifier: Apache-2.0
// Where the control groups of this process may lie, in either version and as a container shows them.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace cachebound {

/// The root of a hierarchy, and the path of the group or of one around it.
struct GroupFolder {
  std::string root;
  std::string path;
  bool version2 = false;
};

struct ControlGroups {
  std::vector<GroupFolder> folders;  ///< those that are not there too: which are, only their files tell
  bool may_be_limited = false;       ///< some hierarchy has the controller
};

/// `self_cgroup` is /proc/self/cgroup: lines "<number>:<controllers>:<path>"; version 2 has number 0 and no controllers
/// (cgroups(7)). `controller`: "cpu", "memory".
ControlGroups control_groups(std::string_view self_cgroup, std::string_view controller);

}  // namespace cachebound
