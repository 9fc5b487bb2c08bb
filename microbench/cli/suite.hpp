// SPDX-License-Identifier: Apache-2.0
// A suite: which forms, sizes, rounds and workloads one run measures. Data of configs/suites, or a file of the user's.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "microbench/cli/thread_choice.hpp"
#include "microbench/result.hpp"
#include "microbench/units.hpp"

namespace cachebound::cli {

struct Suite {
  std::string name;
  std::string summary;
  bool all_forms = true;                    ///< false: one peak form per type
  std::vector<int> probe_rounds{5, 8, 11};  ///< preset stops
  int samples = 9;                          ///< per block
  std::vector<std::size_t> sweep_bytes;     ///< ascending, multiples of the read block
  bool sweep_all_forms = true;              ///< false: of each set the fastest form; the others at the access sizes
  std::vector<std::size_t> access_bytes;    ///< where writes, copies and mixtures are measured; empty: not at all
  std::vector<std::size_t> latency_bytes;   ///< where a dependent load is measured; empty: not at all
  std::vector<std::size_t> capacity_bytes;  ///< where it is measured page by page only, for the sizes of the caches
  bool line_size = true;                    ///< the line of L1, by pairs of dependent loads
  std::vector<std::size_t> mixed_bytes;     ///< where multiply-adds are mixed with loads; empty: not at all
  bool load_slots = true;                   ///< loads per cycle of every form
  bool accumulators = true;                 ///< the accumulator sweep of the widest form of each type
  ThreadChoice threads;                     ///< which teams of threads are measured too
  std::vector<std::size_t> thread_bytes;    ///< working sets of each thread of a team, the last one meant for DRAM
  std::vector<int> load_percents;           ///< latency under load: what share of their time the others read, 0 to 100
  Seconds sustained{};                      ///< how long the peak is held; zero: not at all
  std::string workload = "gemm_square";     ///< a name of configs/workloads or a path
  std::vector<int> operator_rounds{5, 8};
  Seconds operator_block = milliseconds(40);
};

/// A day: whoever asks for more has mistaken the unit.
inline constexpr double longest_sustained = 86400.0;

/// Whether these can be the preset stops of a run: not empty, ascending, each from 1 to 1000.
bool are_stops(const std::vector<int>& rounds);
inline constexpr std::string_view expected_stops = "ascending counts of rounds from 1 to 1000";

/// "24KiB", "1MiB", "512B" -> bytes.
Result<std::size_t> parse_size(std::string_view text);

/// Parses TOML; `source` names the file in messages.
Result<Suite> parse_suite(std::string_view toml, const std::string& source);

/// By name among the built-in suites, or as a path.
Result<Suite> load_suite(const std::string& name_or_path);

/// The suite with every working set that exceeds `limit` removed, and `limit` itself (rounded down to a power of two)
/// put in their place: on a small board DRAM is measured at what memory allows. Sizes of teams are for each thread and
/// are capped where the team is known (team_sizes).
Suite cap_sweep(Suite suite, std::size_t limit_bytes);

}  // namespace cachebound::cli
