// SPDX-License-Identifier: Apache-2.0
// Latency under load: one thread follows pointers while the others of its team read.
//
// A machine that waits in DRAM waits longer when others use it too; how much longer, over the bandwidth that they take,
// is what tells latency-bound from bandwidth-bound code there (as Intel's Memory Latency Checker shows it).
#pragma once

#include "microbench/sampling.hpp"
#include "probes/probe.hpp"
#include "probes/team.hpp"

namespace cachebound::probes {

struct LoadedChase {
  const Probe& chase;                 ///< a latency probe: the leader's
  const Probe& stream;                ///< a memory probe: everyone else's
  std::size_t working_set_bytes = 0;  ///< of each thread, in a window of its own
  std::size_t threads = 2;
  int load_percent = 100;  ///< which share of their time the others read; the rest they wait, watching the clock
};

/// One block: slices of the chase against slices of the chain on the leader, the others reading throughout. Seconds are
/// those of the leader alone; `beside_bytes_per_second` is what the others together read meanwhile.
Block sample_loaded(const LoadedChase& work, const Probe& chain, const TeamSetting& team, int round,
                    const SamplingPolicy& policy, const SamplingWorld& world);

}  // namespace cachebound::probes
