// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/throttle_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "microbench/host/kernel_text.hpp"
#include "microbench/host/thermal.hpp"
#include "microbench/trouble.hpp"

namespace cachebound {
namespace {

std::optional<std::uint64_t> read_count(const FileSystem& files, int cpu, const char* name) {
  const auto count = read_integer(files, fmt::format("/sys/devices/system/cpu/cpu{}/thermal_throttle/{}", cpu, name));
  if (!count || *count < 0) return std::nullopt;
  return static_cast<std::uint64_t>(*count);
}

/// The driver prints hexadecimal digits without 0x (raspberrypi/linux, drivers/firmware/raspberrypi.c).
std::optional<unsigned> parse_hexadecimal(std::string_view text) {
  unsigned value = 0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value, 16);
  if (result.ec != std::errc{} || result.ptr != text.data() + text.size()) return std::nullopt;
  return value;
}

/// /sys/devices/platform/soc/soc:firmware on the boards up to the fourth; the folder of the bus has an address in its
/// name where the device tree gives one.
std::optional<unsigned> read_firmware(const FileSystem& files) {
  const std::string platform = "/sys/devices/platform";
  const auto buses = files.list(platform);
  if (!buses) return std::nullopt;
  for (const std::string& bus : *buses) {
    if (!bus.starts_with("soc")) continue;
    const auto devices = files.list(platform + "/" + bus);
    if (!devices) continue;
    for (const std::string& device : *devices) {
      if (!device.ends_with("firmware")) continue;
      const auto text = read_trimmed(files, fmt::format("{}/{}/{}/get_throttled", platform, bus, device));
      if (text) return parse_hexadecimal(*text);
    }
  }
  return std::nullopt;
}

void read_cooling(const FileSystem& files, ThrottleState& throttle) {
  const std::string folder = "/sys/class/thermal";
  const auto devices = files.list(folder);
  if (!devices) return;
  for (const std::string& device : *devices) {
    if (!device.starts_with("cooling_device")) continue;
    const std::string path = fmt::format("{}/{}", folder, device);
    const auto type = read_trimmed(files, path + "/type");
    if (!type || !slows_processors(*type)) continue;
    ++throttle.cooling_devices;
    const auto state = read_integer(files, path + "/cur_state");
    const auto most = read_integer(files, path + "/max_state");
    if (state && most && *state > 0 && *state <= *most)
      throttle.active_cooling.push_back(fmt::format("{}: {} of {}", *type, *state, *most));
  }
}

bool rose(const std::optional<std::uint64_t>& before, const std::optional<std::uint64_t>& now) {
  return before && now && *now > *before;
}

}  // namespace

Result<bool> read_under_voltage(const FileSystem& files) {
  constexpr const char* folder = "/sys/class/hwmon";
  const auto sensors = files.list(folder);
  if (sensors) {
    for (const std::string& sensor : *sensors) {
      const std::string path = fmt::format("{}/{}", folder, sensor);
      const auto name = read_trimmed(files, path + "/name");
      if (!name || *name != "rpi_volt") continue;
      const auto alarm = read_integer(files, path + "/in0_lcrit_alarm");
      if (!alarm) return alarm.error();
      return *alarm == 1;
    }
  }
  return Error{Reason::not_found, "no under-voltage sensor"};
}

ThrottleState read_throttle_state(const FileSystem& files, const std::vector<int>& cpus) {
  ThrottleState state;
  for (const int cpu : cpus) {
    if (const auto count = read_count(files, cpu, "core_throttle_count"))
      state.core_events = state.core_events.value_or(0) + *count;
    if (const auto count = read_count(files, cpu, "package_throttle_count"))
      state.package_events = std::max(state.package_events.value_or(0), *count);
  }
  state.firmware = read_firmware(files);
  if (const auto alarm = read_under_voltage(files)) state.under_voltage = *alarm;
  read_cooling(files, state);
  return state;
}

unsigned firmware_reports(unsigned bits) {
  constexpr std::array<unsigned, 4> meanings{throttle::under_voltage, throttle::capped, throttle::throttled,
                                             throttle::soft_limit};
  unsigned reports = 0;
  for (unsigned bit = 0; bit < meanings.size(); ++bit)
    if ((bits & (1U << bit)) != 0) reports |= meanings[bit];
  return reports;
}

unsigned throttle_reports(const ThrottleState& before, const ThrottleState& now) {
  unsigned reports = 0;
  if (rose(before.core_events, now.core_events)) reports |= throttle::core_counter;
  if (rose(before.package_events, now.package_events)) reports |= throttle::package_counter;
  if (!now.active_cooling.empty()) reports |= throttle::cooling;
  if (now.under_voltage.value_or(false)) reports |= throttle::under_voltage;
  if (now.firmware) {
    // Bit n: so now. Bit 16 + n: so at some time since boot; newly set, it came about in between.
    const unsigned since = before.firmware ? (*now.firmware & ~*before.firmware) >> 16U : 0U;
    reports |= firmware_reports(*now.firmware | since);
  }
  return reports;
}

}  // namespace cachebound
