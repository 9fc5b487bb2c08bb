// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/system_files.hpp"

#include <algorithm>
#include <optional>

#include "microbench/host/control_groups.hpp"
#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

/// What a group may have in all, and what of it is taken by more than cached files, in bytes.
struct GroupMemory {
  double limit = 0.0;
  double taken = 0.0;
};

/// Version 2: memory.max ("max": none), memory.current, inactive_file of memory.stat; version 1 its older names, in
/// which no limit is the largest multiple of a page (kernel, cgroup-v2.rst and memcg_test.rst).
std::optional<GroupMemory> group_memory(const FileSystem& files, const GroupFolder& group) {
  const std::string folder = group.root + group.path;
  const auto limit = read_integer(files, folder + (group.version2 ? "/memory.max" : "/memory.limit_in_bytes"));
  const auto usage = read_integer(files, folder + (group.version2 ? "/memory.current" : "/memory.usage_in_bytes"));
  if (!limit || !usage || *limit <= 0) return std::nullopt;
  GroupMemory memory{static_cast<double>(*limit), static_cast<double>(*usage)};
  const auto statistics = files.read_text(folder + "/memory.stat");
  if (!statistics) return memory;
  for (const std::string_view line : split(*statistics, '\n')) {
    const auto columns = words(line);
    if (columns.size() != 2 || columns[0] != (group.version2 ? "inactive_file" : "total_inactive_file")) continue;
    if (const auto cached = parse_integer(columns[1])) memory.taken -= static_cast<double>(*cached);
  }
  return memory;
}

/// The tightest limit of the groups is that of the process.
void limit_by_groups(const FileSystem& files, MemoryInfo& memory) {
  const auto text = files.read_text("/proc/self/cgroup");
  if (!text) return;
  for (const GroupFolder& group : control_groups(*text, "memory").folders) {
    const auto found = group_memory(files, group);
    if (!found) continue;
    memory.total = std::min(memory.total, Bytes{found->limit});
    memory.available = std::min(memory.available, Bytes{std::max(0.0, found->limit - found->taken)});
  }
}

}  // namespace

MemoryInfo read_memory_info(const FileSystem& files) {
  MemoryInfo memory;
  const auto text = files.read_text("/proc/meminfo");
  if (!text) return memory;
  for (const std::string_view line : split(*text, '\n')) {
    const auto parts = words(line);
    if (parts.size() < 2) continue;
    const auto count = parse_integer(parts[1]);
    if (!count) continue;
    if (parts[0] == "MemTotal:") memory.total = kibibytes(static_cast<double>(*count));
    if (parts[0] == "MemAvailable:") memory.available = kibibytes(static_cast<double>(*count));
  }
  limit_by_groups(files, memory);
  return memory;
}

std::string read_os_name(const FileSystem& files) {
  for (const char* path : {"/etc/os-release", "/usr/lib/os-release"}) {
    const auto text = files.read_text(path);
    if (!text) continue;
    for (std::string_view line : split(*text, '\n')) {
      constexpr std::string_view key = "PRETTY_NAME=";
      if (!line.starts_with(key)) continue;
      line = trim(line.substr(key.size()));
      if (line.size() >= 2 && line.front() == '"' && line.back() == '"') line = line.substr(1, line.size() - 2);
      return std::string(line);
    }
  }
  return {};
}

std::string read_board_name(const FileSystem& files) {
  if (const auto model = read_trimmed(files, "/proc/device-tree/model"); model && !model->empty()) return *model;
  std::string name;
  for (const char* path : {"/sys/class/dmi/id/sys_vendor", "/sys/class/dmi/id/product_name"}) {
    const auto text = read_trimmed(files, path);
    if (text && !text->empty()) name += (name.empty() ? "" : " ") + *text;
  }
  return name;
}

std::string read_huge_pages(const FileSystem& files) {
  const auto text = read_trimmed(files, "/sys/kernel/mm/transparent_hugepage/enabled");
  if (!text) return text.error().reason == Reason::not_found ? "absent" : "unreadable";
  const auto open = text->find('[');
  const auto close = text->find(']');
  if (open == std::string::npos || close == std::string::npos || close < open) return "unreadable";
  return text->substr(open + 1, close - open - 1);
}

std::vector<HugePagePool> read_huge_page_pools(const FileSystem& files) {
  constexpr const char* folder = "/sys/kernel/mm/hugepages";
  constexpr std::string_view prefix = "hugepages-";
  std::vector<HugePagePool> pools;
  const auto entries = files.list(folder);
  if (!entries) return pools;
  for (const std::string& entry : *entries) {  // "hugepages-2048kB"
    if (!entry.starts_with(prefix) || !entry.ends_with("kB")) continue;
    const auto kib = parse_integer(entry.substr(prefix.size(), entry.size() - prefix.size() - 2));
    const auto total = read_integer(files, std::string(folder) + "/" + entry + "/nr_hugepages");
    const auto free = read_integer(files, std::string(folder) + "/" + entry + "/free_hugepages");
    if (!kib || !total || !free) continue;
    pools.push_back({.page = kibibytes(static_cast<double>(*kib)),
                     .total = static_cast<long>(*total),
                     .free = static_cast<long>(*free)});
  }
  std::sort(pools.begin(), pools.end(), [](const auto& a, const auto& b) { return a.page < b.page; });
  return pools;
}

std::vector<int> read_online_cpus(const FileSystem& files) {
  const auto text = read_trimmed(files, "/sys/devices/system/cpu/online");
  return text ? parse_cpu_list(*text).value_or(std::vector<int>{}) : std::vector<int>{};
}

}  // namespace cachebound
