// SPDX-License-Identifier: Apache-2.0
// Caches on the command line: "L1=32KiB/4/64,L2=1MiB/16/64", size, ways and bytes of a line, from the inside out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "microbench/host/host_info.hpp"
#include "microbench/result.hpp"

namespace cachebound::cli {

/// Ways and line may be left out ("L1=32KiB"): they are then not stated.
Result<std::vector<Cache>> parse_cache_list(std::string_view text);
std::string format_cache_list(const std::vector<Cache>& caches);

}  // namespace cachebound::cli
