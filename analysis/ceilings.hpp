// SPDX-License-Identifier: Apache-2.0
// Ceilings from raw rows: the maximum over forms, with the winner named.
//
// "Maximum" compares the lower ends of the intervals, so that a noisy form does not win by its noise.
#pragma once

#include <vector>

#include "analysis/machine_model.hpp"

namespace cachebound::analysis {

/// How many cpus share a cache, as the machine says; a level that is not listed is not known.
struct CacheSharing {
  Level level = Level::l1;
  int cpus = 1;
};

/// Pure. How many threads of a team may share one cache of this level. What the machine says counts for at least two,
/// since hypervisors state hardware threads of one core as cores; where it says nothing, an L1 serves at most the two
/// threads of a core, and any other level the whole team.
int threads_sharing(Level level, int threads, const std::vector<CacheSharing>& sharing);

/// Pure. Is a working set of so many bytes for each of `threads` threads on this plateau, whether they share the cache
/// or not? One set alone must be as large as the plateau's first, but for an eighth (a kernel whose block does not
/// divide the size falls short of it), and those of all who may share no larger than its last (beyond the last cache
/// there is no last). In L1 anything smaller than its first is on it too.
bool on_plateau(const LevelPlateau& plateau, Bytes working_set, int threads,
                const std::vector<CacheSharing>& sharing = {});

/// Whether a row of a latency probe goes page by page, by the name of its probe: the TLB is out of it.
bool is_page_by_page(const ProbeMeasurement& row);

/// One ceiling for each (operation, dtype, ISA, threads): "fma_f32_avx512". Where every form failed, the first error
/// stands.
std::vector<Ceiling> compute_ceilings(const std::vector<ProbeMeasurement>& rows);

/// One ceiling for each (access, level, ISA, threads). On a cache's plateau the best point is the ceiling; for DRAM it
/// is the largest working set, since smaller ones may still hit. Core levels are compared per cycle, L3 and DRAM per
/// second. Teams are placed on the plateaus of one thread (on_plateau). Non-temporal stores are a ceiling of DRAM
/// alone, whatever their working set; a non-temporal copy too, of a working set that is read from there.
std::vector<Ceiling> memory_ceilings(const std::vector<ProbeMeasurement>& rows, const std::vector<LevelPlateau>& levels,
                                     const std::vector<CacheSharing>& sharing = {});

/// Every form of load is a ceiling of its own: which one binds depends on what an operator loads with.
std::vector<Ceiling> load_slot_ceilings(const std::vector<ProbeMeasurement>& rows);

/// One for each mixed probe and level: "mixed_f32_avx512_2to1_l1", where the corner of the roofline really is.
std::vector<Ceiling> mixed_ceilings(const std::vector<ProbeMeasurement>& rows, const std::vector<LevelPlateau>& levels);

/// "latency_l2": the least time of a dependent load on the level's plateau, pages visited one after the other, so that
/// one load in 64 at most misses the TLB; "latency_l2_random": lines in random order, TLB misses included.
std::vector<Ceiling> latency_ceilings(const std::vector<ProbeMeasurement>& rows,
                                      const std::vector<LevelPlateau>& levels);

}  // namespace cachebound::analysis
