// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpu_quota.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

/// "max 100000", "150000 100000".
std::optional<double> quota_of_v2(const FileSystem& files, const std::string& folder) {
  const auto text = files.read_text(folder + "/cpu.max");
  if (!text) return std::nullopt;
  const auto columns = words(*text);
  if (columns.size() < 2) return std::nullopt;
  const auto quota = parse_integer(columns[0]);
  const auto period = parse_integer(columns[1]);
  if (!quota || !period || *period <= 0) return std::nullopt;
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

std::optional<double> quota_of_v1(const FileSystem& files, const std::string& folder) {
  const auto quota = read_integer(files, folder + "/cpu.cfs_quota_us");
  const auto period = read_integer(files, folder + "/cpu.cfs_period_us");
  if (!quota || !period || *quota <= 0 || *period <= 0) return std::nullopt;  // -1: no quota
  return static_cast<double>(*quota) / static_cast<double>(*period);
}

/// The folder and all above it, up to `root`; in a namespace of its own a group may not be found under its path.
template <typename Read>
void smallest(const FileSystem& files, const std::string& root, std::string path, Read read,
              std::optional<double>& least) {
  while (true) {
    if (const auto quota = read(files, root + (path == "/" ? "" : path)))
      least = std::min(least.value_or(*quota), *quota);
    if (path.empty() || path == "/") return;
    path.erase(path.rfind('/'));
  }
}

}  // namespace

Result<double> read_cpu_quota(const FileSystem& files) {
  std::optional<double> least;
  // "0::/user.slice" of cgroup 2, "1:cpu,cpuacct:/docker/abc" of cgroup 1: cgroups(7).
  const auto groups = files.read_text("/proc/self/cgroup");
  if (!groups) return groups.error();
  for (const std::string_view line : split(*groups, '\n')) {
    const auto parts = split(line, ':');
    if (parts.size() < 3) continue;
    const std::string path(trim(parts[2]));
    const auto controllers = split(parts[1], ',');
    if (parts[1].empty()) {
      smallest(files, "/sys/fs/cgroup", path, quota_of_v2, least);
    } else if (std::find(controllers.begin(), controllers.end(), "cpu") != controllers.end()) {
      for (const char* root : {"/sys/fs/cgroup/cpu", "/sys/fs/cgroup/cpu,cpuacct"})
        smallest(files, root, path, quota_of_v1, least);
    }
  }
  if (!least) return Error{Reason::not_found, "no control group limits the processor time"};
  return *least;
}

}  // namespace cachebound
