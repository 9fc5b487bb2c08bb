// SPDX-License-Identifier: Apache-2.0
// A compute kernel of the catalogue held on some cpus at once (microbench/sustained.hpp).
#pragma once

#include <atomic>
#include <functional>
#include <optional>
#include <vector>

#include "microbench/sustained.hpp"
#include "probes/probe.hpp"

namespace cachebound::probes {

/// `cpus`: the caller is on the first of them. `chain_cycles` of a step of the probe's chain; absent: no clock is
/// given. A team that cannot be made is the result's error. Only for compute kernels.
SustainedPeak hold_peak(const Probe& probe, const std::vector<int>& cpus, std::optional<int> chain_cycles,
                        const SustainedPolicy& policy, Clock& clock,
                        const std::function<std::optional<double>()>& temperature,
                        const std::atomic<bool>* stop = nullptr);

}  // namespace cachebound::probes
