// SPDX-License-Identifier: Apache-2.0
// --counters: what the commands that measure share.
#pragma once

#include <string>

#include "microbench/cli/common.hpp"
#include "microbench/counters/row_counting.hpp"

namespace cachebound::cli {

/// Adds --counters auto|perf|papi|none.
void add_counters_option(CLI::App& command, std::string& counters);

/// Opens what can be counted on `cpu`, to which this thread is pinned, and says on stderr what that is. `counters` is
/// what was given. Error: perf or papi was asked for and counts nothing.
Result<RowCounting> open_row_counting(const std::string& counters, const CoreKind& kind, int cpu, const World& world,
                                      const GlobalOptions& global, Clock& clock);

/// For `list counters`: per core kind its PMU, its events with their encodings, and what opens here.
std::string list_counters(const World& world);

}  // namespace cachebound::cli
