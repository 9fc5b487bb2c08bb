// SPDX-License-Identifier: Apache-2.0
#include "microbench/sustained.hpp"

#include <algorithm>

namespace cachebound {
namespace {

double low_quantile(std::vector<double> seconds, double share) {
  const auto rank = static_cast<std::ptrdiff_t>(share * static_cast<double>(seconds.size() - 1));
  std::nth_element(seconds.begin(), seconds.begin() + rank, seconds.end());
  return seconds[static_cast<std::size_t>(rank)];
}

}  // namespace

std::vector<SustainedReading> hold(const TimedWork& kernel, const TimedWork& chain, double chain_steps_per_iteration,
                                   const SustainedPolicy& policy, Clock& clock,
                                   const std::function<std::optional<double>()>& temperature,
                                   const std::atomic<bool>* stop) {
  const std::size_t kernel_iterations = iterations_for([&](std::size_t n) { kernel(n); }, policy.slice, clock);
  const std::size_t chain_iterations = iterations_for([&](std::size_t n) { chain(n); }, policy.chain_slice, clock);
  const double steps = static_cast<double>(chain_iterations) * chain_steps_per_iteration;
  std::vector<SustainedReading> readings;
  const Seconds begin = clock.now();
  const auto stopped = [&] { return stop != nullptr && stop->load(); };
  while (clock.now() - begin < policy.length && !stopped()) {
    std::vector<double> kernel_seconds;
    std::vector<double> chain_seconds;
    const Seconds window = clock.now();
    do {
      kernel_seconds.push_back(kernel(kernel_iterations).duration.value);
      chain_seconds.push_back(chain(chain_iterations).duration.value);
    } while (clock.now() - window < policy.window && !stopped());
    readings.push_back({.at = clock.now() - begin,
                        .iterations_per_second =
                            static_cast<double>(kernel_iterations) / low_quantile(kernel_seconds, policy.quantile),
                        .steps_per_second = steps / low_quantile(chain_seconds, policy.quantile),
                        .temperature_celsius = temperature()});
  }
  return readings;
}

}  // namespace cachebound
