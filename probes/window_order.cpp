// SPDX-License-Identifier: Apache-2.0
#include "probes/window_order.hpp"

#include <algorithm>
#include <vector>

#include "microbench/statistics.hpp"
#include "probes/kernel_run.hpp"

namespace cachebound::probes {
namespace {

/// Slices of each order. The median of seven stands three that were disturbed; one slice in three is.
constexpr int trials = 7;
constexpr double tie = 0.99;

}  // namespace

bool has_two_orders([[maybe_unused]] const Probe& probe) {
#if defined(__x86_64__)
  return walks(probe) && probe.kind != ProbeKind::latency;
#else
  return false;
#endif
}

bool ascending_is_faster(const std::function<Seconds(bool ascending, std::size_t iterations)>& run,
                         const SamplingPolicy& policy, Clock& clock) {
  const std::size_t iterations = iterations_for([&](std::size_t n) { run(false, n); }, policy.slice, clock);
  std::vector<double> ascending, in_turns;
  for (int trial = 0; trial < trials; ++trial) {
    ascending.push_back(run(true, iterations).value);
    in_turns.push_back(run(false, iterations).value);
  }
  return median(ascending) < tie * median(in_turns);
}

}  // namespace cachebound::probes
