// SPDX-License-Identifier: Apache-2.0
// All core kinds of a machine at once: which rows, with which form on each kind, and their measurement.
#pragma once

#include <functional>
#include <vector>

#include "analysis/machine_model.hpp"
#include "microbench/cli/common.hpp"
#include "microbench/cli/journal.hpp"
#include "microbench/cli/suite.hpp"
#include "probes/together.hpp"

namespace cachebound::cli {

/// Pure. The f32 multiply-accumulate and, of reads, the largest working set of the suite's teams; on each kind the form
/// that was fastest there. `kinds[i]` is what was measured of `choices[i]`. None on a machine of one kind, where the
/// suite has no team of all cpus, or where a kind has no such row.
std::vector<probes::TogetherCase> together_cases(const Suite& suite, const std::vector<CoreChoice>& choices,
                                                 const std::vector<analysis::CoreKindInput>& kinds,
                                                 std::size_t memory_bytes);

/// Pins the caller to the first cpu of the first part. Where the team cannot be had, every row says why. Goes on from
/// what `journal` has of each row with the same probes; `on_progress` is called after every round, when it has more.
std::vector<TogetherMeasurement> measure_all(const std::vector<probes::TogetherCase>& cases,
                                             const SamplingPolicy& policy, const std::vector<int>& rounds,
                                             const RoundEvents& events, const GbenchOptions& options, bool emulated,
                                             Journal& journal, const std::function<void()>& on_progress = {});

}  // namespace cachebound::cli
