// SPDX-License-Identifier: Apache-2.0
// Which rows a team of threads measures, and on which cpus it stands.
#pragma once

#include <vector>

#include "microbench/cli/suite.hpp"
#include "probes/measure.hpp"

namespace cachebound::cli {

/// Pure. Working sets for each of `threads` threads: the suite's, and where all together exceed `memory_bytes`, the
/// largest power of two that does not in place of what exceeds it.
std::vector<std::size_t> team_sizes(const Suite& suite, int threads, std::size_t memory_bytes);

/// Pure. Every form at every size for the largest of `counts` (for each where the suite wants every power of two), and
/// the reads of the largest working set for the others: bandwidth over threads. `counts` ascends, `forms` are winners.
std::vector<probes::ProbeCase> team_cases(const Suite& suite, const std::vector<const probes::Probe*>& forms,
                                          const std::vector<int>& counts, std::size_t memory_bytes);

/// Pure. The latency of a dependent load in the suite's largest working set for teams, while the other `threads` - 1
/// read by `stream`: one case for each of the suite's load_percents. Empty for one thread, or without a working set.
std::vector<probes::ProbeCase> loaded_cases(const Suite& suite, const probes::Probe& chase, const probes::Probe& stream,
                                            int threads, std::size_t memory_bytes);

/// Pure. `leader` first, then the others of `cpus`: a whole core each as long as there are such (`siblings`: hardware
/// threads of one core, as the machine states them), then the second hardware threads of the cores that are in.
std::vector<int> team_order(const std::vector<int>& cpus, int leader, const std::vector<std::vector<int>>& siblings);

}  // namespace cachebound::cli
