// SPDX-License-Identifier: Apache-2.0
// Temperatures, each beside the trip points that its own sensor states: 84 C is hot for one chip and idle for another.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "microbench/host/file_system.hpp"
#include "microbench/result.hpp"

namespace cachebound {

struct ThermalZone {
  std::string name;  ///< "cpu-thermal", "x86_pkg_temp", "coretemp Package id 0"
  double celsius = 0.0;
  std::optional<double> trip_celsius = {};  ///< the lowest at which the clock is lowered; absent: none is stated
  bool processor = false;                   ///< of the processor by its name, or bound to what slows processors

  friend bool operator==(const ThermalZone&, const ThermalZone&) = default;
};

/// Types of cooling devices that slow processors: ACPI's "Processor", the kernel's "thermal-cpufreq-0" and
/// "cpufreq-cpu0", idle injection. Not "Fan", and not "TCC Offset", whose state is a temperature.
bool slows_processors(std::string_view cooling_device);

/// Zones of /sys/class/thermal; where there is none, sensors of /sys/class/hwmon. Readings that no silicon has (-274,
/// 127.5) are left out. A zone that is not about the processor (a skin, a radio, a battery) has no trip point here:
/// what happens there does not lower the clock.
std::vector<ThermalZone> read_thermal_zones(const FileSystem& files);

/// Pure. The zone that is nearest to its own trip point, or beyond it; where none states one, the hottest. nullptr: no
/// zone.
const ThermalZone* most_critical(const std::vector<ThermalZone>& zones);

/// Degrees Celsius of the hottest zone of the processor, or where none is known for one, of all. Error{not_found}:
/// there is none that states a temperature.
Result<double> read_temperature(const FileSystem& files);

}  // namespace cachebound
