// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <optional>
#include <thread>

#include "microbench/counters/perf_event.hpp"
#include "microbench/host/kernel_text.hpp"
#include "microbench/host/scheduling.hpp"

namespace cachebound {
namespace {

constexpr const char* cpu_root = "/sys/devices/system/cpu";

Result<bool> read_flag(const FileSystem& files, const std::string& path, long long when_true) {
  const auto value = read_integer(files, path);
  if (!value) return value.error();
  return *value == when_true;
}

Result<bool> read_turbo(const FileSystem& files) {
  const auto no_turbo = read_flag(files, std::string(cpu_root) + "/intel_pstate/no_turbo", 0);
  if (no_turbo) return no_turbo;
  const auto boost = read_flag(files, std::string(cpu_root) + "/cpufreq/boost", 1);
  if (boost) return boost;
  return Error{Reason::not_found, "no switch for turbo in sysfs"};
}

Result<double> read_load(const FileSystem& files) {
  const auto text = files.read_text("/proc/loadavg");
  if (!text) return text.error();
  const auto columns = words(*text);
  const auto load = columns.empty() ? std::nullopt : parse_real(columns.front());
  if (!load) return Error{Reason::malformed, "/proc/loadavg: expected a number"};
  return *load;
}

Result<std::vector<int>> read_isolated(const FileSystem& files) {
  const std::string path = std::string(cpu_root) + "/isolated";
  const auto text = read_trimmed(files, path);
  if (!text) return text.error();
  const auto cpus = parse_cpu_list(*text);
  if (!cpus) return Error{Reason::malformed, path + ": expected a list of cpus, found '" + *text + "'"};
  return *cpus;
}

Result<bool> read_under_voltage(const FileSystem& files) {
  constexpr const char* folder = "/sys/class/hwmon";
  const auto sensors = files.list(folder);
  if (sensors) {
    for (const std::string& sensor : *sensors) {
      const std::string path = fmt::format("{}/{}", folder, sensor);
      const auto name = read_trimmed(files, path + "/name");
      if (name && *name == "rpi_volt") return read_flag(files, path + "/in0_lcrit_alarm", 1);
    }
  }
  return Error{Reason::not_found, "no under-voltage sensor"};
}

Result<double> read_steal(const FileSystem& files, const std::function<void()>& pause) {
  if (!pause) return Error{Reason::not_found, "not observed over time"};
  const auto before = read_cpu_steal(files, all_cpus);
  if (!before) return before.error();
  pause();
  const auto after = read_cpu_steal(files, all_cpus);
  if (!after) return after.error();
  return steal_fraction(*before, *after);
}

}  // namespace

Result<double> read_temperature(const FileSystem& files) {
  constexpr const char* folder = "/sys/class/thermal";
  const auto zones = files.list(folder);
  if (!zones) return zones.error();
  std::optional<double> hottest;
  for (const std::string& zone : *zones) {
    if (!zone.starts_with("thermal_zone")) continue;
    const auto millidegrees = read_integer(files, fmt::format("{}/{}/temp", folder, zone));
    if (!millidegrees) continue;
    const double degrees = static_cast<double>(*millidegrees) / 1000.0;
    // Unpopulated sensors report absurd values such as -274 or 127.5 for "none"; silicon stops below 125.
    if (degrees < -40.0 || degrees > 125.0) continue;
    hottest = std::max(hottest.value_or(degrees), degrees);
  }
  if (!hottest) return Error{Reason::not_found, std::string(folder) + ": no zone with a temperature"};
  return *hottest;
}

std::string_view to_string(PmuState state) {
  switch (state) {
    case PmuState::available:
      return "available";
    case PmuState::absent:
      return "absent";
    case PmuState::not_permitted:
      return "not_permitted";
    case PmuState::not_implemented:
      return "not_implemented";
    case PmuState::refused:
      return "refused";
  }
  return "unknown";
}

PmuState pmu_state_of(int error) {
  switch (error) {
    case 0:
      return PmuState::available;
    case ENOENT:
    case ENODEV:
    case EOPNOTSUPP:
      return PmuState::absent;
    case EACCES:
    case EPERM:
      return PmuState::not_permitted;
    case ENOSYS:
      return PmuState::not_implemented;
    default:
      return PmuState::refused;
  }
}

Conditions read_conditions(const FileSystem& files, const HostInfo& host, const PerfKernel& kernel,
                           const std::function<void()>& pause) {
  Conditions now;
  int first_cpu = 0;
  for (const CoreKind& kind : host.core_kinds) now.cpus += static_cast<int>(kind.cpus.size());
  if (!host.core_kinds.empty() && !host.core_kinds.front().cpus.empty()) first_cpu = host.core_kinds.front().cpus[0];

  const std::string cpufreq = fmt::format("{}/cpu{}/cpufreq", cpu_root, first_cpu);
  now.governor = read_trimmed(files, cpufreq + "/scaling_governor");
  now.cpufreq_driver = read_trimmed(files, cpufreq + "/scaling_driver");
  now.turbo = read_turbo(files);
  now.smt = read_flag(files, std::string(cpu_root) + "/smt/active", 1);
  now.clocksource = read_trimmed(files, "/sys/devices/system/clocksource/clocksource0/current_clocksource");
  now.load_average = read_load(files);
  now.steal_fraction = read_steal(files, pause);
  now.virtual_machine = host.virtual_machine;
  now.hypervisor = host.hypervisor;
  now.huge_pages = host.huge_pages;
  const auto paranoid = read_integer(files, "/proc/sys/kernel/perf_event_paranoid");
  if (paranoid) {
    now.perf_event_paranoid = static_cast<int>(*paranoid);
  } else {
    now.perf_event_paranoid = paranoid.error();
  }
  const int refusal = try_hardware_event(kernel);
  now.pmu = pmu_state_of(refusal);
  if (refusal != 0) now.pmu_detail = explain_perf_refusal("cycles", refusal).detail;
  now.isolated_cpus = read_isolated(files);
  now.temperature_celsius = read_temperature(files);
  now.under_voltage = read_under_voltage(files);
  now.memory_available = host.memory_available;
  return now;
}

Conditions read_native_conditions(const HostInfo& host) {
  // Thirty jiffies per cpu: a steal of a tenth shows as three of them.
  return read_conditions(RootedFileSystem(), host, real_perf_kernel(),
                         [] { std::this_thread::sleep_for(std::chrono::milliseconds(300)); });
}

}  // namespace cachebound
