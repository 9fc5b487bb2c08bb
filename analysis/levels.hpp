// SPDX-License-Identifier: Apache-2.0
// Which levels there are, from the read rate over the working-set size alone.
//
// log(rate) over log(size) is cut into at most four flat pieces (L1, L2, L3, DRAM) that minimise
//     sum over points of (octaves that the point stands for) x |log(rate) - log(rate of its piece)| + a price per
//     piece.
// Octaves as weights make a sparse sweep of six sizes and a dense one of sixty the same problem. A piece counts only if
// it is really flat for an octave and clearly below the piece before it, so the slope between two caches (a soft knee)
// is no level.
//
// Pieces are named by counting from L1. So none is named in a sweep that begins beyond L1 (a filter chose its rows), and
// a cache that no size of the sweep can show is passed over. What sysfs says is used for that, and to doubt that the last
// piece is DRAM; not for where a piece ends.
#pragma once

#include <string>
#include <vector>

#include "analysis/machine_model.hpp"
#include "microbench/units.hpp"

namespace cachebound::analysis {

struct SweepPoint {
  Bytes working_set{};
  double rate = 0.0;  ///< bytes per cycle or per second: only ratios matter
};

struct LevelPolicy {
  double least_drop = 1.12;       ///< an outer level is at least this much slower than the one inside it
  double price_of_level = 0.25;   ///< nepers x octaves that one more piece must save
  double flat_within = 0.10;      ///< a point within this of its piece's rate is on the plateau
  double flat_octaves = 1.2;      ///< a plateau is that wide at least: two points of a sweep with one per octave
  double beyond_last_drop = 4.0;  ///< DRAM is believed from this multiple of the last cache's size
  /// Inside the L1 of every core in configs/cores (a Cortex-A53 may have 8 KiB); suites begin there.
  Bytes inside_every_l1{8.0 * 1024.0};
};

struct LevelDecision {
  std::vector<LevelPlateau> levels;  ///< innermost first; DRAM is last where it was reached
  bool dram_reached = false;
  std::string dram_note;  ///< where DRAM begins, or why it is not named; where `levels` is empty, why none is
};

/// Points in any order; those without a positive rate are ignored, of several at one size the fastest counts.
/// `nominal_caches` may be empty.
LevelDecision find_levels(std::vector<SweepPoint> points, bool per_cycle, const std::vector<CacheSize>& nominal_caches,
                          const LevelPolicy& policy = {});

/// The comparison of measured with nominal sizes, one finding for each disagreement.
/// Of a level that stands in `measured` by its latency that bracket counts, else the sweep's.
std::vector<Finding> compare_cache_sizes(const LevelDecision& decision, const std::vector<CacheSize>& nominal_caches,
                                         const std::string& core_kind, const std::vector<CacheSize>& measured = {});

/// "48 KiB", "1.5 MiB".
std::string size_text(Bytes size);

/// How much a cache holds, for the traffic models. The measured size brackets it: by latencies where `caches` has such
/// an entry, else the sweep's [last, beyond]. A nominal size inside the bracket is confirmed by it and taken (at its end
/// too: a working set of just that size has to share it with the stack); otherwise the capacity is the largest working
/// set seen to fit.
struct LevelCapacity {
  Level level = Level::l1;
  Bytes capacity{};
};
std::vector<LevelCapacity> cache_capacities(const std::vector<LevelPlateau>& levels,
                                            const std::vector<CacheSize>& caches);

}  // namespace cachebound::analysis
