// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpu_quota.hpp"

#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "microbench/host/control_groups.hpp"
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
  const ControlGroups groups = control_groups(*text, "cpu");
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
  for (const GroupFolder& group : control_groups(*text, "cpu").folders) {
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
