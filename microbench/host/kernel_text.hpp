// SPDX-License-Identifier: Apache-2.0
// The small grammar of /proc and /sys: integers, cpu lists, sizes with a suffix. Pure functions.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/units.hpp"

namespace cachebound {

std::string_view trim(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::vector<std::string> words(std::string_view text);
/// Decimal or 0x; the whole text must be the number.
std::optional<long long> parse_integer(std::string_view text);
std::optional<double> parse_real(std::string_view text);
/// "0-3,8,10-11" as the kernel writes it; an empty text is the empty list.
std::optional<std::vector<int>> parse_cpu_list(std::string_view text);
std::string format_cpu_list(const std::vector<int>& cpus);
/// "32K", "1024K", "32M": the suffixes of cacheinfo, powers of 1024.
std::optional<Bytes> parse_cache_size(std::string_view text);
/// "32 KiB", "1.5 MiB": for findings in words.
std::string format_size(Bytes size);

}  // namespace cachebound
