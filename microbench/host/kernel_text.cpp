// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/kernel_text.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace cachebound {
namespace {
/// Device tree strings end in NUL.
constexpr std::string_view blanks{" \t\r\n\0", 5};
constexpr int largest_cpu = 65535;
}  // namespace

std::string_view trim(std::string_view text) {
  const auto first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::string> words(std::string_view text) {
  std::vector<std::string> found;
  while (!(text = trim(text)).empty()) {
    const auto end = std::min(text.find_first_of(blanks), text.size());
    found.emplace_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return found;
}

std::optional<long long> parse_integer(std::string_view text) {
  int base = 10;
  if (text.starts_with("0x") || text.starts_with("0X")) {
    base = 16;
    text.remove_prefix(2);
  }
  long long value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, base);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<double> parse_real(std::string_view text) {
  double value = 0.0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<std::vector<int>> parse_cpu_list(std::string_view text) {
  std::vector<int> cpus;
  text = trim(text);
  if (text.empty()) return cpus;
  for (const std::string_view range : split(text, ',')) {
    const auto dash = range.find('-');
    const auto first = parse_integer(trim(range.substr(0, dash)));
    const auto last = dash == std::string_view::npos ? first : parse_integer(trim(range.substr(dash + 1)));
    if (!first || !last || *first < 0 || *last < *first || *last > largest_cpu) return std::nullopt;
    for (long long cpu = *first; cpu <= *last; ++cpu) cpus.push_back(static_cast<int>(cpu));
  }
  return cpus;
}

std::string format_cpu_list(const std::vector<int>& cpus) {
  std::string text;
  for (std::size_t i = 0; i < cpus.size();) {
    std::size_t end = i;
    while (end + 1 < cpus.size() && cpus[end + 1] == cpus[end] + 1) ++end;
    if (!text.empty()) text += ',';
    text += i == end ? fmt::format("{}", cpus[i]) : fmt::format("{}-{}", cpus[i], cpus[end]);
    i = end + 1;
  }
  return text;
}

std::optional<Bytes> parse_cache_size(std::string_view text) {
  text = trim(text);
  if (text.empty()) return std::nullopt;
  double unit = 1.0;
  switch (text.back()) {
    case 'K':
      unit = 1024.0;
      break;
    case 'M':
      unit = 1024.0 * 1024.0;
      break;
    case 'G':
      unit = 1024.0 * 1024.0 * 1024.0;
      break;
    default:
      break;
  }
  if (unit > 1.0) text.remove_suffix(1);
  const auto count = parse_integer(text);
  if (!count || *count <= 0) return std::nullopt;
  return Bytes{static_cast<double>(*count) * unit};
}

std::string format_size(Bytes size) {
  const double kib = size.value / 1024.0;
  if (kib >= 1024.0 * 1024.0) return fmt::format("{:.6g} GiB", kib / (1024.0 * 1024.0));
  if (kib >= 1024.0) return fmt::format("{:.6g} MiB", kib / 1024.0);
  return fmt::format("{:.6g} KiB", kib);
}

}  // namespace cachebound
