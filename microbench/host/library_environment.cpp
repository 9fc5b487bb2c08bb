// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/library_environment.hpp"

#include <algorithm>
#include <vector>

namespace cachebound {

Result<std::string> read_library_environment(const FileSystem& files) {
  const auto text = files.read_text("/proc/self/environ");
  if (!text) return text.error();
  std::vector<std::string> found;
  for (std::size_t start = 0; start < text->size();) {
    const std::size_t end = std::min(text->find('\0', start), text->size());
    const std::string_view entry = std::string_view(*text).substr(start, end - start);
    const auto steers = [&](std::string_view prefix) { return entry.starts_with(prefix); };
    if (entry.find('=') != std::string_view::npos && std::ranges::any_of(steering_prefixes, steers))
      found.emplace_back(entry);
    start = end + 1;
  }
  std::ranges::sort(found);
  std::string all;
  for (const std::string& entry : found) all += (all.empty() ? "" : " ") + entry;
  return all;
}

}  // namespace cachebound
