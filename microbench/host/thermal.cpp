// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/thermal.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <utility>

namespace cachebound {
namespace {

std::optional<double> read_celsius(const FileSystem& files, const std::string& path) {
  const auto millidegrees = read_integer(files, path);
  if (!millidegrees) return std::nullopt;
  const double degrees = static_cast<double>(*millidegrees) / 1000.0;
  // Unpopulated sensors report absurd values such as -274 or 127.5 for "none"; silicon stops below 125.
  if (degrees < -40.0 || degrees > 125.0) return std::nullopt;
  return degrees;
}

/// Drivers name zones after what they measure: "cpu-thermal", "x86_pkg_temp", "soc-thermal", "bigcore0-thermal",
/// "cluster0", Intel's "TCPU" and "B0D4".
bool named_for_processor(std::string name) {
  for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  constexpr std::array words{"cpu", "pkg", "package", "core", "cluster", "b0d4"};
  const auto in_name = [&](const char* word) { return name.find(word) != std::string::npos; };
  return name == "soc" || name.starts_with("soc-") || name.starts_with("soc_") ||
         std::any_of(words.begin(), words.end(), in_name);
}

/// cdev0, cdev1, ... are links to the devices that the kernel turns on at the zone's trip points.
bool bound_to_processor(const FileSystem& files, const std::string& zone) {
  for (int i = 0;; ++i) {
    const auto type = read_trimmed(files, fmt::format("{}/cdev{}/type", zone, i));
    if (!type) return false;
    if (slows_processors(*type)) return true;
  }
}

/// Passive: the clock is lowered. Hot and critical come later; active is a fan.
std::optional<double> read_trip(const FileSystem& files, const std::string& zone) {
  std::optional<double> lowest;
  for (int i = 0;; ++i) {
    const auto type = read_trimmed(files, fmt::format("{}/trip_point_{}_type", zone, i));
    if (!type) return lowest;
    if (*type == "active") continue;
    const auto celsius = read_celsius(files, fmt::format("{}/trip_point_{}_temp", zone, i));
    // Trip points that nobody has set are 0 or below.
    if (celsius && *celsius > 0.0) lowest = std::min(lowest.value_or(*celsius), *celsius);
  }
}

/// temp1_input, ... of the sensors of processors; _max or _crit is where they slow down.
void add_sensors(const FileSystem& files, std::vector<ThermalZone>& zones) {
  const std::string folder = "/sys/class/hwmon";
  const auto chips = files.list(folder);
  if (!chips) return;
  for (const std::string& chip : *chips) {
    const std::string path = folder + "/" + chip;
    const auto name = read_trimmed(files, path + "/name");
    const auto entries = files.list(path);
    if (!name || !entries) continue;
    // Others are disks, network cards, main boards.
    if (*name != "coretemp" && *name != "k10temp" && name->find("cpu") == std::string::npos) continue;
    for (const std::string& entry : *entries) {
      if (!entry.starts_with("temp") || !entry.ends_with("_input")) continue;
      const std::string sensor = path + "/" + entry.substr(0, entry.size() - std::string("_input").size());
      const auto celsius = read_celsius(files, sensor + "_input");
      if (!celsius) continue;
      const auto label = read_trimmed(files, sensor + "_label");
      const auto most = read_celsius(files, sensor + "_max");
      const auto critical = read_celsius(files, sensor + "_crit");
      zones.push_back({.name = label ? *name + " " + *label : *name,
                       .celsius = *celsius,
                       .trip_celsius = most && *most > 0.0 ? most : critical,
                       .processor = true});
    }
  }
}

}  // namespace

bool slows_processors(std::string_view cooling_device) {
  return cooling_device == "Processor" || cooling_device.find("cpufreq") != std::string_view::npos ||
         cooling_device.starts_with("thermal-idle") || cooling_device.starts_with("cpuidle");
}

std::vector<ThermalZone> read_thermal_zones(const FileSystem& files) {
  std::vector<ThermalZone> zones;
  const std::string folder = "/sys/class/thermal";
  if (const auto entries = files.list(folder)) {
    for (const std::string& entry : *entries) {
      if (!entry.starts_with("thermal_zone")) continue;
      const std::string zone = folder + "/" + entry;
      const auto celsius = read_celsius(files, zone + "/temp");
      if (!celsius) continue;
      const auto type = read_trimmed(files, zone + "/type");
      const bool processor = (type && named_for_processor(*type)) || bound_to_processor(files, zone);
      zones.push_back({.name = type ? *type : entry,
                       .celsius = *celsius,
                       .trip_celsius = processor ? read_trip(files, zone) : std::nullopt,
                       .processor = processor});
    }
  }
  if (zones.empty()) add_sensors(files, zones);
  return zones;
}

const ThermalZone* most_critical(const std::vector<ThermalZone>& zones) {
  const auto worse = [](const ThermalZone& a, const ThermalZone& b) {
    if (a.trip_celsius && b.trip_celsius) return a.celsius - *a.trip_celsius < b.celsius - *b.trip_celsius;
    if (a.trip_celsius.has_value() != b.trip_celsius.has_value()) return b.trip_celsius.has_value();
    return std::pair(a.processor, a.celsius) < std::pair(b.processor, b.celsius);
  };
  const auto found = std::max_element(zones.begin(), zones.end(), worse);
  return found == zones.end() ? nullptr : &*found;
}

Result<double> read_temperature(const FileSystem& files) {
  const std::vector<ThermalZone> zones = read_thermal_zones(files);
  const auto cooler = [](const ThermalZone& a, const ThermalZone& b) {
    return std::pair(a.processor, a.celsius) < std::pair(b.processor, b.celsius);
  };
  const auto hottest = std::max_element(zones.begin(), zones.end(), cooler);
  if (hottest == zones.end()) return Error{Reason::not_found, "no thermal zone and no sensor states a temperature"};
  return hottest->celsius;
}

}  // namespace cachebound
