// SPDX-License-Identifier: Apache-2.0
// What a row of several threads has beyond a row of one: cpus, a window of memory for each, and rules of its own.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "microbench/memory.hpp"
#include "microbench/sampling.hpp"
#include "microbench/thread_team.hpp"
#include "probes/probe.hpp"

namespace cachebound::probes {

/// The cpus of a team, the leader's first, and what each thread walks through.
struct TeamSetting {
  std::vector<int> cpus;                                ///< as many as the largest team has
  std::vector<std::shared_ptr<WorkingMemory>> windows;  ///< one for each cpu; empty where no row of a team walks
};

/// Two threads leave a barrier within a line's way from core to core, 0.1 us (0.2 us between sockets). In a slice of
/// 60 us that were 0.2 %; four times as long, it is less than 0.1 %, a third of what in-core rows are wanted to.
inline constexpr double team_slice_factor = 4.0;

/// From here a team is called uneven: at 1.1 the rate that counts, of the slowest, is 5 % below what two threads reach
/// one by one (their own rates are in the ratio 1 to 1.1), and for a tenth of the time they did not all run.
inline constexpr double uneven_balance = 1.1;

/// Allocates `bytes` for each cpu, by a thread on that cpu: the kernel puts a page near the thread that touches it
/// first. Error{no_resources}: not to be had, or a cpu that no thread may be pinned to.
Result<std::vector<std::shared_ptr<WorkingMemory>>> allocate_windows(const std::vector<int>& cpus, std::size_t bytes,
                                                                     Clock& clock);

/// "huge pages (98 %)"; where the windows differ, all that there is.
std::string placement_of(const std::vector<std::shared_ptr<WorkingMemory>>& windows);

/// What one member does in an iteration of the team: so many iterations of its kernel. Equal cores have equal weights;
/// of unequal ones the faster does more, so that all end at the same time.
struct TeamMember {
  const Probe* probe = nullptr;
  std::size_t weight = 1;
};

/// Members in the order of the setting's cpus, and through how many bytes each walks, if it does.
struct TeamWork {
  std::vector<TeamMember> members;
  std::size_t working_set_bytes = 0;
};

/// A team of equal members.
TeamWork equal_team(const Probe& probe, std::size_t threads, std::size_t working_set_bytes);

/// Pure. Weights with which members would have ended together, from a call with `weights` whose members took `spans`:
/// speed is weight over duration. Cpus of one `kind` (an index for each member) get one weight, that of the slowest of
/// them; the fastest kind has `fastest_weight`.
std::vector<std::size_t> balanced_weights(const std::vector<std::size_t>& weights, const std::vector<MemberSpan>& spans,
                                          const std::vector<std::size_t>& kinds);

/// A sixty-fourth is the finest that weights can tell apart: balanced to better than 2 %.
inline constexpr std::size_t fastest_weight = 64;

/// One block of a row of a team: kernel slices on all threads at once, then chain slices on all threads at once.
/// Seconds are those of the slowest member. No sample where the team could not be made.
Block sample_team(const TeamWork& work, const Probe& chain, const TeamSetting& team, int round,
                  const SamplingPolicy& policy, const SamplingWorld& world);

}  // namespace cachebound::probes
