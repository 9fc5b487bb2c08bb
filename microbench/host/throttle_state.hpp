// SPDX-License-Identifier: Apache-2.0
// What the kernel and the firmware say of a clock that is held down. Cheap enough for once in a round.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"

namespace cachebound {

struct ThrottleState {
  std::optional<std::uint64_t> core_events{};     ///< x86: sum of core_throttle_count over the cpus
  std::optional<std::uint64_t> package_events{};  ///< the highest package_throttle_count
  std::optional<unsigned> firmware{};             ///< Raspberry Pi: get_throttled; 0-3 now, 16-19 since boot
  std::optional<bool> under_voltage{};            ///< Raspberry Pi: the alarm of hwmon rpi_volt
  int cooling_devices = 0;                        ///< that slow processors
  std::vector<std::string> active_cooling{};      ///< of them: "cpufreq-cpu0: 2 of 9"
};

ThrottleState read_throttle_state(const FileSystem& files, const std::vector<int>& cpus);

/// Bits of namespace throttle (trouble.hpp): what is so now, and what came about between two readings.
unsigned throttle_reports(const ThrottleState& before, const ThrottleState& now);

/// Bits of namespace throttle for the four lowest bits of get_throttled.
unsigned firmware_reports(unsigned bits);

/// Error{not_found}: no sensor tells.
Result<bool> read_under_voltage(const FileSystem& files);

}  // namespace cachebound
