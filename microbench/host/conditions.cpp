// SPDX-License-Identifier: Apache-2.0
#include "microbench/host/conditions.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <map>
#include <optional>
#include <thread>
#include <utility>

#include "microbench/clock.hpp"
#include "microbench/counters/perf_event.hpp"
#include "microbench/host/cpu_activity.hpp"
#include "microbench/host/cpu_quota.hpp"
#include "microbench/host/cpufreq.hpp"
#include "microbench/host/kernel_text.hpp"
#include "microbench/host/library_environment.hpp"
#include "microbench/host/thermal.hpp"
#include "microbench/host/throttle_state.hpp"
#include "microbench/trouble.hpp"

namespace cachebound {
namespace {

constexpr const char* cpu_root = "/sys/devices/system/cpu";

Result<bool> read_flag(const FileSystem& files, const std::string& path, long long when_true) {
  const auto value = read_integer(files, path);
  if (!value) return value.error();
  return *value == when_true;
}

void read_turbo(const FileSystem& files, Conditions& now) {
  const std::string no_turbo = std::string(cpu_root) + "/intel_pstate/no_turbo";
  const std::string boost = std::string(cpu_root) + "/cpufreq/boost";
  for (const auto& [path, when_on] : {std::pair{no_turbo, 0}, std::pair{boost, 1}}) {
    auto turbo = read_flag(files, path, when_on);
    if (!turbo) continue;
    now.turbo = *turbo;
    now.turbo_switch = path;
    return;
  }
  now.turbo = Error{Reason::not_found, "no switch for turbo in sysfs"};
}

Result<double> read_load(const FileSystem& files) {
  const auto text = files.read_text("/proc/loadavg");
  if (!text) return text.error();
  const auto columns = words(*text);
  const auto load = columns.empty() ? std::nullopt : parse_real(columns.front());
  if (!load) return Error{Reason::malformed, "/proc/loadavg: expected a number"};
  return *load;
}

Result<std::vector<int>> read_cpus(const FileSystem& files, const char* name) {
  const std::string path = fmt::format("{}/{}", cpu_root, name);
  const auto text = read_trimmed(files, path);
  if (!text) return text.error();
  if (*text == "(null)") return std::vector<int>{};  // nohz_full of a kernel that was started without it
  const auto cpus = parse_cpu_list(*text);
  if (!cpus) return Error{Reason::malformed, path + ": expected a list of cpus, found '" + *text + "'"};
  return *cpus;
}

/// "schedutil", or "ondemand on 0-3, performance on 4-5".
Result<std::string> read_governors(const FileSystem& files, const std::vector<int>& cpus) {
  std::map<std::string, std::vector<int>> by_governor;
  for (const int cpu : cpus) {
    const auto governor = read_trimmed(files, fmt::format("{}/cpu{}/cpufreq/scaling_governor", cpu_root, cpu));
    if (!governor) return governor.error();
    by_governor[*governor].push_back(cpu);
  }
  if (by_governor.size() == 1) return by_governor.begin()->first;
  std::string text;
  for (const auto& [governor, on] : by_governor)
    text += fmt::format("{}{} on {}", text.empty() ? "" : ", ", governor, format_cpu_list(on));
  return text;
}

Conditions::Reading<double> hertz_of(const std::optional<Frequency>& clock) {
  if (!clock) return Error{Reason::not_found, "cpufreq is absent"};
  return clock->value;
}

void read_activity(const FileSystem& files, const std::vector<int>& cpus, const std::function<void()>& pause,
                   Conditions& now) {
  const Error not_observed{Reason::not_found, "not observed over time"};
  now.steal_fraction = now.quietest_cpu_busy = now.busy_cpus = not_observed;
  if (!pause) return;
  const auto before = read_cpu_activity(files);
  pause();
  const auto after = read_cpu_activity(files);
  if (!before || !after) {
    now.steal_fraction = now.quietest_cpu_busy = now.busy_cpus = before ? after.error() : before.error();
    return;
  }
  now.steal_fraction = stolen_fraction(*before, *after);
  double total = 0.0;
  std::optional<double> quietest;
  for (const auto& [cpu, busy] : busy_fractions(*before, *after)) {
    total += busy;
    if (std::find(cpus.begin(), cpus.end(), cpu) != cpus.end()) quietest = std::min(quietest.value_or(busy), busy);
  }
  if (!quietest) return;
  now.busy_cpus = total;
  now.quietest_cpu_busy = *quietest;
}

void read_heat(const FileSystem& files, Conditions& now) {
  now.temperature_celsius = read_temperature(files);
  const std::vector<ThermalZone> zones = read_thermal_zones(files);
  const ThermalZone* zone = most_critical(zones);
  if (zone == nullptr) return;
  now.thermal_zone = zone->name;
  now.thermal_zone_celsius = zone->celsius;
  if (zone->trip_celsius) {
    now.thermal_trip_celsius = *zone->trip_celsius;
  } else {
    now.thermal_trip_celsius = Error{Reason::not_found, "no zone states where the clock is lowered"};
  }
}

void read_throttling(const ThrottleState& before, const ThrottleState& after, Conditions& now) {
  std::string held = describe_throttling(throttle_reports(before, after));
  for (const std::string& device : after.active_cooling) held += fmt::format(" ({})", device);
  const bool told = after.core_events || after.firmware || after.under_voltage || after.cooling_devices > 0;
  const Error silent{Reason::not_found, "neither the kernel nor the firmware tells"};
  if (told) {
    now.throttling = held;
  } else {
    now.throttling = silent;
  }
  std::string past;
  if (after.core_events.value_or(0) > 0) past = fmt::format("{} events counted since boot", *after.core_events);
  if (after.firmware && *after.firmware >> 16U != 0)
    past = describe_throttling(firmware_reports(*after.firmware >> 16U)) + " since boot";
  if (after.core_events || after.firmware) {
    now.throttled_before = past;
  } else {
    now.throttled_before = silent;
  }
}

Conditions::Reading<std::string> cache_information(const HostInfo& host) {
  std::string stated;
  for (const CoreKind& kind : host.core_kinds) {
    std::string levels;
    std::string source;
    bool l1 = false;
    for (const Cache& cache : kind.caches) {
      levels += fmt::format("{}{}", levels.empty() ? "" : ", ", to_string(cache.level));
      source = cache.source;
      l1 = l1 || cache.level == Level::l1;
    }
    if (!l1) return Error{Reason::not_found, fmt::format("{}: no size of its L1 is stated", kind.id)};
    stated += fmt::format("{}{}: {} from {}", stated.empty() ? "" : "; ", kind.id, levels, source);
  }
  if (stated.empty()) return Error{Reason::not_found, "no core kind was recognised"};
  return stated;
}

}  // namespace

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
  std::vector<int> cpus;
  for (const CoreKind& kind : host.core_kinds) cpus.insert(cpus.end(), kind.cpus.begin(), kind.cpus.end());
  now.cpus = static_cast<int>(cpus.size());
  if (cpus.empty()) cpus = {0};

  const std::string cpufreq = fmt::format("{}/cpu{}/cpufreq", cpu_root, cpus.front());
  now.governor = read_governors(files, cpus);
  now.cpufreq_driver = read_trimmed(files, cpufreq + "/scaling_driver");
  now.governors_available = read_trimmed(files, cpufreq + "/scaling_available_governors").value_or("");
  const Cpufreq clock = read_cpufreq(files, cpus.front());
  now.clock_limit_hz = hertz_of(clock.limit);
  now.clock_highest_hz = hertz_of(clock.highest);
  read_turbo(files, now);
  now.smt = read_flag(files, std::string(cpu_root) + "/smt/active", 1);
  now.clocksource = read_trimmed(files, "/sys/devices/system/clocksource/clocksource0/current_clocksource");
  now.load_average = read_load(files);
  const ThrottleState before = read_throttle_state(files, cpus);
  read_activity(files, cpus, pause, now);
  read_throttling(before, read_throttle_state(files, cpus), now);
  now.cpu_quota = read_cpu_quota(files);
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
  if (refusal != 0) {
    now.pmu_detail = explain_perf_refusal("cycles", refusal).detail;
    PerfSurroundings around = read_perf_surroundings(files);
    around.virtual_machine = host.virtual_machine;
    around.emulated = host.emulated;
    now.pmu_remedy = perf_remedy(refusal, around);
  }
  now.isolated_cpus = read_cpus(files, "isolated");
  now.nohz_full_cpus = read_cpus(files, "nohz_full");
  read_heat(files, now);
  now.under_voltage = read_under_voltage(files);
  now.cache_information = cache_information(host);
  now.library_environment = read_library_environment(files);
  now.userland_bits = host.architecture.empty() ? 0 : host.architecture == "arm" ? 32 : 64;
  now.memory_available = host.memory_available;
  return now;
}

Conditions read_native_conditions(const HostInfo& host) {
  // Thirty ticks per cpu: a steal of a tenth shows as three of them.
  Conditions now = read_conditions(RootedFileSystem(), host, real_perf_kernel(),
                                   [] { std::this_thread::sleep_for(std::chrono::milliseconds(300)); });
  SteadyClock clock;
  const TimerFacts timer = inspect_timer(clock);
  now.timer_resolution_seconds = timer.resolution.value;
  now.timer_overhead_seconds = timer.overhead.value;
  return now;
}

}  // namespace cachebound
