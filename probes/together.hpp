// SPDX-License-Identifier: Apache-2.0
// What all core kinds of a machine reach at once.
//
// A team of equal shares would be as fast as its slowest core makes it: an A55 beside an A76 would hold it up for more
// than half of the time. So each kind gets a share that it finishes when the others finish theirs, found by trial, and
// the rate is that of all work in the time from the first start to the last end.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <vector>

#include "microbench/gbench/round_runner.hpp"
#include "microbench/measurement.hpp"
#include "probes/measure.hpp"
#include "probes/team.hpp"

namespace cachebound::probes {

/// The cpus of one core kind and what they run.
struct KindPart {
  std::string core_kind;
  std::vector<int> cpus;
  const Probe* probe = nullptr;
};

/// One thing to measure together: parts run probes of one kind of ceiling, walking ones through so many bytes each.
struct TogetherCase {
  std::vector<KindPart> parts;
  std::optional<std::size_t> working_set_bytes = {};
};

/// "together/fma_f32", "together/read/ws:64MiB" (docs/naming.md).
std::string together_id(const TogetherCase& together);

/// What an interrupted run leaves of one row. Rounds without the weights of their threads are of an unknown work.
struct TogetherProgress {
  std::vector<std::size_t> weights;  ///< of each thread; empty: not found yet
  std::vector<RowRounds> rows;
};

/// `setting.team` has the cpus of all parts, in their order; the caller is on the first. Weights are found once, before
/// the rounds: a share that moved from round to round would be another work each time. `rounds` are the stops of a
/// RoundPlan. Goes on from `so_far`; `on_progress` is called after every round.
TogetherMeasurement measure_together(const TogetherCase& together, const ProbeSetting& setting,
                                     const std::vector<int>& rounds, const RoundEvents& events,
                                     const GbenchOptions& options, bool emulated, TogetherProgress so_far = {},
                                     const std::function<void(const TogetherProgress&)>& on_progress = {});

}  // namespace cachebound::probes
