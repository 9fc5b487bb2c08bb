// SPDX-License-Identifier: Apache-2.0
// The probes of this build's architecture. The ISA of each is a run-time requirement: a binary lists what its host
// lacks, with the reason.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "microbench/isa.hpp"
#include "microbench/result.hpp"
#include "probes/probe.hpp"

namespace cachebound::probes {

/// Every probe, in the order of the table in probes/<arch>/README.md.
std::span<const Probe> catalogue();

/// Null where there is none of that id.
const Probe* find(std::string_view id);

/// The id with the fewest edits to `text`, for "did you mean"; never empty.
std::string_view nearest_id(std::string_view text);

/// Empty if `host` has what the probe needs, else not_supported_by_cpu and "needs avx512; this core has scalar, avx2".
Status runnable_on(const Probe& probe, const IsaSet& host);

/// Whether two probes are forms of one ceiling: of one kind, data type, access and layout. Separate multiplications and
/// additions are no form of a multiply-accumulate, and an outer product of streaming mode none of what vectors do
/// outside it: code that does not enter that mode never comes near it. Every form of load and every mixture is a
/// ceiling of its own.
bool measures_the_same(const Probe& a, const Probe& b);

/// Groups that measure the same thing, in the order of their first members; in each the widest form first, among equals
/// the first given.
std::vector<std::vector<const Probe*>> by_type(const std::vector<const Probe*>& probes);

/// The scalar chains of certain latency, which calibrate the others and are cross-checked against each other.
std::vector<const Probe*> clock_chains();

}  // namespace cachebound::probes
