// SPDX-License-Identifier: Apache-2.0
// Google Benchmark as the runner: one round is one run of all rows in random order, each row one `Iterations(1)` block
// that samples inside and reports through manual time and counters.
//
// Why rounds: samples of one stretch are correlated (one clock, one neighbour, one page placement), so an interval from
// them would be too narrow. Rounds interleave all rows, and the interval comes from their medians.
#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "microbench/counters/repetition.hpp"
#include "microbench/result.hpp"
#include "microbench/sampling.hpp"

namespace cachebound {

class RowCounting;

/// One thing to measure, under its id.
struct Row {
  std::string id;
  std::function<Block(int round)> measure;
  /// Published beside the block as Google Benchmark counters (bytes_per_second, flops_per_cycle, ...).
  std::function<std::map<std::string, double>(const Block&)> published;
  bool judge_in_cycles = true;       ///< in-core rows are judged in cycles, L3 and DRAM rows in seconds
  bool host_clock = false;           ///< ValidityRule::host_clock
  double target_half_width = 0.003;  ///< relative; the row needs no further round once its interval is this narrow
  bool refine = true;                ///< false: as many rounds as an interval needs, however wide it is
  int threads = 1;                   ///< that run at once
  Repetition repetition = {};        ///< for counting; without it, only software events are counted
};

/// What a row has gathered. An error ends the row, not the run.
struct RowRounds {
  std::string id;
  std::vector<Block> blocks;  ///< one per round, in order
  std::optional<Error> error;
};

struct RoundPlan {
  /// The interval is examined only after these numbers of rounds, so that looking cannot bias it.
  std::vector<int> stops{5, 8, 11};
};

struct RoundProgress {
  int round = 0;           ///< from 1
  int rounds_planned = 0;  ///< up to the next stop
  std::size_t rows_done = 0;
  std::size_t rows = 0;
  std::string row;
};

/// Looks at the machine meanwhile, and writes what it saw into the blocks' `trouble`.
struct BlockWatch {
  std::function<void(Block&, int threads)> after_block;
  std::function<void(const std::vector<Block*>&)> after_round;  ///< all blocks of the round
};

struct RoundEvents {
  std::function<void(const RoundProgress&)> on_row;
  std::function<void(const std::vector<RowRounds>&)> on_round;  ///< everything so far; saved so that nothing is lost
  const std::atomic<bool>* stop = nullptr;                      ///< set by a signal handler
  BlockWatch watch = {};                                        ///< empty functions: nobody looks
  RowCounting* counting = nullptr;                              ///< beside every block; null: nothing is counted
};

/// Flags for Google Benchmark, untouched ("--benchmark_filter=...", "--benchmark_out=...").
struct GbenchOptions {
  std::vector<std::string> flags;
};

/// A flag that Google Benchmark does not know, or whose value it cannot read, is the user's mistake.
Status check_flags(const GbenchOptions& options);

/// Is the interval of this row narrow enough, and no sign of trouble against it? Pure. Rows without a usable block are
/// never settled.
bool settled(const RowRounds& rounds, const Row& row);

/// Round values of one row: medians of the blocks that have samples.
struct RoundValues {
  std::vector<double> seconds_per_iteration;
  std::vector<double> steps_per_iteration;
  std::vector<double> steps_per_second;
  std::vector<double> balance;  ///< of the threads of a team; ones for one thread
  std::vector<double> beside_bytes_per_second;
  int samples = 0;
  int dropped = 0;
  int lost_pairs = 0;
  CountedValues counted;  ///< medians over the rounds
};
RoundValues round_values(const RowRounds& rounds);

/// Runs all rows in rounds until each is settled or the last stop is reached; goes on from `so_far` (ids match).
/// Returns early, with what there is, when `events.stop` becomes true.
std::vector<RowRounds> run_rounds(const std::vector<Row>& rows, const RoundPlan& plan, std::vector<RowRounds> so_far,
                                  const RoundEvents& events, const GbenchOptions& options);

}  // namespace cachebound
