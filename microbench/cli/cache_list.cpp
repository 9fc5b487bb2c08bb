// SPDX-License-Identifier: Apache-2.0
#include "microbench/cli/cache_list.hpp"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "microbench/cli/suite.hpp"

namespace cachebound::cli {
namespace {

/// The text up to the separator, which is taken away with it.
std::string_view take_until(std::string_view& text, char separator) {
  const std::size_t at = text.find(separator);
  const std::string_view head = text.substr(0, at);
  text = at == std::string_view::npos ? std::string_view() : text.substr(at + 1);
  return head;
}

/// Absent text is 0, "not stated".
std::optional<int> optional_count(std::string_view text) {
  if (text.empty()) return 0;
  int value = 0;
  const auto [end, fault] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (fault != std::errc() || end != text.data() + text.size() || value <= 0) return std::nullopt;
  return value;
}

std::optional<Cache> parse_cache(std::string_view text) {
  const auto level = parse_level(take_until(text, '='));
  const auto size = parse_size(take_until(text, '/'));
  const auto ways = optional_count(take_until(text, '/'));
  const auto line = optional_count(text);
  if (!level || *level == Level::dram || !size || *size == 0 || !ways || !line) return std::nullopt;
  return Cache{.level = *level,
               .size = {static_cast<double>(*size)},
               .ways = *ways,
               .line_bytes = *line,
               .shared_cpus = {},
               .source = "stated"};
}

}  // namespace

Result<std::vector<Cache>> parse_cache_list(std::string_view text) {
  std::vector<Cache> caches;
  std::string_view rest = text;
  do {
    const std::string_view one = take_until(rest, ',');
    auto cache = parse_cache(one);
    if (!cache || (!caches.empty() && caches.back().level >= cache->level)) {
      return Error{Reason::malformed,
                   fmt::format("caches '{}': at '{}': expected <level>=<size>/<ways>/<line>, from the inside out, e.g. "
                               "L1=32KiB/4/64,L2=1MiB/16/64",
                               text, one)};
    }
    caches.push_back(*std::move(cache));
  } while (!rest.empty());
  return caches;
}

std::string format_cache_list(const std::vector<Cache>& caches) {
  std::string text;
  for (const Cache& cache : caches) {
    text += fmt::format("{}{}={:.0f}B", text.empty() ? "" : ",", to_string(cache.level), cache.size.value);
    if (cache.ways > 0) text += fmt::format("/{}", cache.ways);
    if (cache.ways > 0 && cache.line_bytes > 0) text += fmt::format("/{}", cache.line_bytes);
  }
  return text;
}

}  // namespace cachebound::cli
