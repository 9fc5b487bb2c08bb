// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpu_quota.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

/// "max 100000" or "150000 100000", in microseconds.
std::optional<double> quota_of_version2(const FileSystem& files, const std::string& folder) {
  const auto text = files.read_text(folder + "/cpu.max");
  const auto columns = text ? words(*text) : std::vector<std::string>{};
  if (columns.size() != 2) return std::nullopt;
  const auto quota = parse_integer(columns[0]);
  const auto period = parse_integer(columns[1]);
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

std::optional<double> quota_of_version1(const FileSystem& files, const std::string& folder) {
  const auto quota = read_integer(files, folder + "/cpu.cfs_quota_us");
  const auto period = read_integer(files, folder + "/cpu.cfs_period_us");
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;  // -1: no limit
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

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

Result<double> read_cpu_quota(const FileSystem& files) {
  const auto groups = files.read_text("/proc/self/cgroup");
  if (!groups) return Error{Reason::not_permitted, "/proc/self/cgroup cannot be read: a quota would not be seen"};
  std::optional<double> least;
  bool seen = false;  // a folder of control groups: without one its files say nothing by being absent
  const auto consider = [&](const std::string& root, const std::string& path, auto quota_of) {
    seen = seen || files.list(root).has_value();
    if (const auto quota = quota_of(files, root + path)) least = std::min(least.value_or(*quota), *quota);
  };
  bool may_be_limited = false;
  // "<number>:<controllers>:<path>"; version 2 has number 0 and no controllers (cgroups(7)).
  for (const std::string_view line : split(*groups, '\n')) {
    const auto parts = split(line, ':');
    if (parts.size() != 3 || !parts[2].starts_with('/')) continue;
    const auto controllers = split(parts[1], ',');
    const bool has_cpu = std::find(controllers.begin(), controllers.end(), "cpu") != controllers.end();
    may_be_limited = may_be_limited || parts[0] == "0" || has_cpu;
    for (const std::string& path : group_and_parents(std::string(parts[2]))) {
      if (parts[0] == "0") {
        consider("/sys/fs/cgroup", path, quota_of_version2);
        consider("/sys/fs/cgroup/unified", path, quota_of_version2);
      } else if (has_cpu) {
        consider("/sys/fs/cgroup/" + std::string(parts[1]), path, quota_of_version1);
        consider("/sys/fs/cgroup/cpu", path, quota_of_version1);
      }
    }
  }
  if (least) return *least;
  if (may_be_limited && !seen)
    return Error{Reason::not_permitted, "/sys/fs/cgroup cannot be read: a quota would not be seen"};
  return Error{Reason::not_found, "no control group limits the processor time"};
}

}  // namespace cachebound
