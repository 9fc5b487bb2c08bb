// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/cpufreq.hpp"

#include <fmt/format.h>

#include <cmath>

namespace cachebound {
namespace {

std::optional<Frequency> read_kilohertz(const FileSystem& files, int cpu, const char* name) {
  const auto value = read_integer(files, fmt::format("/sys/devices/system/cpu/cpu{}/cpufreq/{}", cpu, name));
  if (!value || *value <= 0) return std::nullopt;
  return Frequency{1e3 * static_cast<double>(*value)};
}

}  // namespace

std::optional<Frequency> read_claimed_clock(const FileSystem& files, int cpu) {
  return read_kilohertz(files, cpu, "scaling_cur_freq");
}

Cpufreq read_cpufreq(const FileSystem& files, int cpu) {
  return {.current = read_claimed_clock(files, cpu),
          .limit = read_kilohertz(files, cpu, "scaling_max_freq"),
          .highest = read_kilohertz(files, cpu, "cpuinfo_max_freq")};
}

double clock_margin(double relative_half_width) {
  constexpr double chains = 0.005;
  constexpr double within_a_sample = 0.01;
  return chains + within_a_sample + relative_half_width;
}

bool ClockClaim::agrees() const { return std::abs(deviation()) <= margin; }

std::string to_text(const ClockClaim& claim) {
  return fmt::format("cpufreq claims {:.0f} MHz, the chains measure {:.0f} MHz ({:+.1f} %)", 1e-6 * claim.claimed.value,
                     1e-6 * claim.measured.value, 100.0 * claim.deviation());
}

}  // namespace cachebound
