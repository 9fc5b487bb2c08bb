// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpu_quota.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
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

/// Where a control group may lie: the root of its hierarchy, and the path of the group or of one around it.
struct GroupFolder {
  std::string root;
  std::string path;
  bool version2 = false;
};

struct Groups {
  std::vector<GroupFolder> folders;
  bool may_be_limited = false;  ///< some hierarchy can set quotas
};

/// "<number>:<controllers>:<path>"; version 2 has number 0 and no controllers (cgroups(7)).
Groups groups_of(std::string_view self_cgroup) {
  Groups groups;
  for (const std::string_view line : split(self_cgroup, '\n')) {
    const auto parts = split(line, ':');
    if (parts.size() != 3 || !parts[2].starts_with('/')) continue;
    const auto controllers = split(parts[1], ',');
    const bool has_cpu = std::find(controllers.begin(), controllers.end(), "cpu") != controllers.end();
    const bool version2 = parts[0] == "0";
    if (!version2 && !has_cpu) continue;
    groups.may_be_limited = true;
    for (const std::string& path : group_and_parents(std::string(parts[2]))) {
      groups.folders.push_back(
          {version2 ? "/sys/fs/cgroup" : "/sys/fs/cgroup/" + std::string(parts[1]), path, version2});
      groups.folders.push_back({version2 ? "/sys/fs/cgroup/unified" : "/sys/fs/cgroup/cpu", path, version2});
    }
  }
  return groups;
}

/// Version 1 states throttled_time in nanoseconds, version 2 throttled_usec (kernel, sched-bwc.rst, cgroup-v2.rst).
std::optional<Seconds> stopped_time(const FileSystem& files, const std::string& statistics) {
  const auto text = files.read_text(statistics);
  if (!text) return std::nullopt;
  for (const std::string_view line : split(*text, '\n')) {
    const auto columns = words(line);
    if (columns.size() != 2) continue;
    const auto count = parse_integer(columns[1]);
    if (!count || *count < 0) continue;
    if (columns[0] == "throttled_time") return Seconds{1e-9 * static_cast<double>(*count)};
    if (columns[0] == "throttled_usec") return Seconds{1e-6 * static_cast<double>(*count)};
  }
  return std::nullopt;
}

}  // namespace

Result<double> read_cpu_quota(const FileSystem& files) {
  const auto text = files.read_text("/proc/self/cgroup");
  if (!text) return Error{Reason::not_permitted, "/proc/self/cgroup cannot be read: a quota would not be seen"};
  std::optional<double> least;
  bool seen = false;  // a folder of control groups: without one its files say nothing by being absent
  const Groups groups = groups_of(*text);
  for (const GroupFolder& group : groups.folders) {
    seen = seen || files.list(group.root).has_value();
    const std::string folder = group.root + group.path;
    const auto quota = group.version2 ? quota_of_version2(files, folder) : quota_of_version1(files, folder);
    if (quota) least = std::min(least.value_or(*quota), *quota);
  }
  if (least) return *least;
  if (groups.may_be_limited && !seen)
    return Error{Reason::not_permitted, "/sys/fs/cgroup cannot be read: a quota would not be seen"};
  return Error{Reason::not_found, "no control group limits the processor time"};
}

std::vector<std::string> quota_statistics(const FileSystem& files) {
  const auto text = files.read_text("/proc/self/cgroup");
  if (!text) return {};
  std::vector<std::string> found;
  std::set<std::pair<bool, std::string>> known;  // one hierarchy may be mounted, or linked, under two names
  for (const GroupFolder& group : groups_of(*text).folders) {
    if (known.contains({group.version2, group.path})) continue;
    std::string statistics = group.root + group.path + "/cpu.stat";
    if (!stopped_time(files, statistics)) continue;
    known.emplace(group.version2, group.path);
    found.push_back(std::move(statistics));
  }
  return found;
}

Seconds read_stopped_time(const FileSystem& files, const std::vector<std::string>& statistics) {
  Seconds total{};
  for (const std::string& path : statistics) total += stopped_time(files, path).value_or(Seconds{});
  return total;
}

}  // namespace cachebound
