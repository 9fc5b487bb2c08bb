// SPDX-License-Identifier: Apache-2.0
// Which teams of threads a run measures beside single threads.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "microbench/result.hpp"

namespace cachebound::cli {

struct ThreadChoice {
  enum class Teams {
    none,
    all,      ///< one on all cpus of the kind; powers of two below it for the largest working set alone
    powers,   ///< all cpus, and every power of two below, of every type
    exactly,  ///< `count` threads and no other team
  };
  Teams teams = Teams::none;
  int count = 1;

  friend bool operator==(const ThreadChoice&, const ThreadChoice&) = default;
};

/// "none", "all", "powers" or a count from 1; 1 is "none".
Result<ThreadChoice> parse_thread_choice(std::string_view text);
std::string to_string(const ThreadChoice& choice);

/// Pure. Sizes of the teams on a kind of so many cpus, ascending, all above 1; a count that the kind lacks: none.
std::vector<int> team_counts(const ThreadChoice& choice, int cpus);

/// What --threads says (1, N or all; empty: nothing) instead of a suite's choice. A suite that already measures more
/// than "all" keeps it.
Result<ThreadChoice> chosen_threads(const std::string& option, const ThreadChoice& of_suite);

}  // namespace cachebound::cli
