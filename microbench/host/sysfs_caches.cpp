// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/sysfs_caches.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

std::optional<Level> level_of(long long number) {
  switch (number) {
    case 1:
      return Level::l1;
    case 2:
      return Level::l2;
    case 3:
      return Level::l3;
    default:
      return std::nullopt;  // an L4 (eDRAM, memory side) is beyond what the core's loads see as a level
  }
}

std::optional<Cache> read_one(const FileSystem& files, const std::string& folder) {
  const auto type = read_trimmed(files, folder + "/type");
  const auto number = read_integer(files, folder + "/level");
  const auto size_text = read_trimmed(files, folder + "/size");
  if (!type || *type == "Instruction" || !number || !size_text) return std::nullopt;
  const auto level = level_of(*number);
  const auto size = parse_cache_size(*size_text);
  if (!level || !size) return std::nullopt;
  const auto optional_integer = [&](const char* name) {
    const auto value = read_integer(files, folder + name);
    return value ? static_cast<int>(*value) : 0;
  };
  const auto shared = read_trimmed(files, folder + "/shared_cpu_list");
  return Cache{.level = *level,
               .size = *size,
               .ways = optional_integer("/ways_of_associativity"),
               .line_bytes = optional_integer("/coherency_line_size"),
               .shared_cpus = shared ? parse_cpu_list(*shared).value_or(std::vector<int>{}) : std::vector<int>{},
               .source = "sysfs"};
}

}  // namespace

Result<std::vector<Cache>> read_sysfs_caches(const FileSystem& files, int cpu) {
  const std::string folder = fmt::format("/sys/devices/system/cpu/cpu{}/cache", cpu);
  const auto entries = files.list(folder);
  if (!entries) return entries.error();
  std::vector<Cache> caches;
  for (const std::string& entry : *entries) {
    if (!entry.starts_with("index")) continue;
    if (auto cache = read_one(files, folder + "/" + entry)) caches.push_back(std::move(*cache));
  }
  if (caches.empty()) return Error{Reason::not_found, folder + ": the kernel states no cache sizes here"};
  std::stable_sort(caches.begin(), caches.end(), [](const Cache& a, const Cache& b) { return a.level < b.level; });
  return caches;
}

}  // namespace cachebound
