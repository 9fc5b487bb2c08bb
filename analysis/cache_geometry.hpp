// SPDX-License-Identifier: Apache-2.0
// How large caches and lines are, from the latency of dependent loads.
//
// The read sweep decides which levels there are; a prefetcher that runs ahead of it hides where each ends. Dependent
// loads in random order cannot be run ahead of: their latency over the working set steps where the set outgrows the
// cache. Pages are visited one after the other, so that the step is not the TLB's.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/machine_model.hpp"

namespace cachebound::analysis {

/// Pure. Of every cache level of the sweep its size: `size` is the largest working set that still fits, `at_most` the
/// next that was measured and does not. A set fits while less than a fifth of its loads go beyond the cache, by the
/// latencies of the two levels: with random replacement 22 % miss at 1.125 times the capacity (the share m of misses
/// solves 1 - m = exp(-m S/C)), with least-recently-used all. And while it takes less than one and a half times the
/// level's own latency: the level beyond may be slower for larger sets (a shared L3 whose lines others evict before
/// they are visited again: 540 cycles, where a set a little larger than L2 found it at 45). Where latencies tell
/// nothing of a level (no size of it, no step of 1.3), or less than the sweep does (sizes further apart), its entry is
/// the bracket of the sweep. `method` says which of the two it was.
std::vector<CacheSize> measured_caches(const std::vector<ProbeMeasurement>& rows,
                                       const std::vector<LevelPlateau>& levels);

/// Pure. The line of the innermost cache: the least distance at which the second load of a pair costs as much as the
/// first. Empty where no such rows are, where they show no single step of a fifth, or where half that distance was not
/// measured.
std::optional<Bytes> measured_line(const std::vector<ProbeMeasurement>& rows);

/// A nominal line that the pairs contradict, and a level whose two measured sizes do not meet.
std::vector<Finding> compare_geometry(const std::vector<CacheSize>& measured, const std::vector<LevelPlateau>& levels,
                                      const std::vector<CacheSize>& nominal, const std::string& core_kind);

}  // namespace cachebound::analysis
