// SPDX-License-Identifier: Apache-2.0
// Which probes of the catalogue a suite measures on one core, at which sizes.
#pragma once

#include <string>
#include <vector>

#include "microbench/cli/suite.hpp"
#include "microbench/isa.hpp"
#include "microbench/result.hpp"
#include "probes/measure.hpp"

namespace cachebound::cli {

bool is_clock(const probes::ProbeCase& probe_case);

/// The working sets at which the suite measures this probe (reads: those that are swept); none: it does not, or the
/// probe has none.
std::vector<std::size_t> sizes_for(const Suite& suite, const probes::Probe& probe);

/// The largest working set that the suite asks for; zero where it asks for none.
std::size_t largest_size(const Suite& suite);

/// What there is for teams: cpus of the kind, and bytes for all working sets together.
struct TeamRoom {
  std::size_t cpus = 1;
  std::size_t memory_bytes = 0;
};

/// Chains first (all of them: they decide what a cycle is), then peaks with their accumulator sweeps, load slots, the
/// read sweep, other accesses, latencies, teams. Of a quick suite one form per type, found by a short trial.
std::vector<probes::ProbeCase> plan_cases(const Suite& suite, const IsaSet& isas, const probes::ProbeSetting& setting,
                                          const TeamRoom& team = {});

/// Keeps the rows whose id matches, and the clock rows: without them nothing could be given per cycle.
/// Error{malformed}: no regular expression, or nothing matches; names the nearest id.
Status apply_filter(std::vector<probes::ProbeCase>& cases, const std::string& filter);

/// What makes two plans the same plan, for --resume.
std::string plan_key(const Suite& suite);

}  // namespace cachebound::cli
