// SPDX-License-Identifier: Apache-2.0
#include <array>
#include <concepts>

#include "analysis/fields.hpp"

namespace cachebound {

using analysis::Archive;
using analysis::field;
using analysis::lenient_field;

namespace {

std::optional<PmuState> parse_pmu_state(std::string_view text) {
  constexpr std::array states{PmuState::available, PmuState::absent, PmuState::not_permitted, PmuState::not_implemented,
                              PmuState::refused};
  for (const PmuState state : states)
    if (to_string(state) == text) return state;
  return std::nullopt;
}

/// A reading is its value, or {"error": {...}}: why it cannot be known.
template <typename T>
void reading_field(Archive& archive, std::string_view key, Conditions::Reading<T>& reading) {
  if (archive.reading() && !archive.has(key)) return;
  if (!archive.descend(key)) return;
  if (archive.reading()) {
    if (archive.has("error")) {
      Error error;
      field(archive, "error", error);
      reading = error;
    } else {
      T value{};
      visit(archive, value);
      if constexpr (std::same_as<T, double>)
        if (key.ends_with("_hz")) analysis::expect_clock(archive, value);
      reading = std::move(value);
    }
  } else if (reading) {
    visit(archive, reading.value());
  } else {
    Error error = reading.error();
    archive.object();
    field(archive, "error", error);
  }
  archive.ascend();
}

}  // namespace

void visit(Archive& archive, PmuState& state) {
  analysis::visit_enum(archive, state, parse_pmu_state, "a PMU state such as available or absent");
}

void visit(Archive& archive, Conditions& conditions) {
  archive.object();
  lenient_field(archive, "cpus", conditions.cpus);
  reading_field(archive, "governor", conditions.governor);
  reading_field(archive, "cpufreq_driver", conditions.cpufreq_driver);
  lenient_field(archive, "governors_available", conditions.governors_available);
  reading_field(archive, "clock_limit_hz", conditions.clock_limit_hz);
  reading_field(archive, "clock_highest_hz", conditions.clock_highest_hz);
  reading_field(archive, "clock_claimed_hz", conditions.clock_claimed_hz);
  reading_field(archive, "clock_measured_hz", conditions.clock_measured_hz);
  reading_field(archive, "turbo", conditions.turbo);
  lenient_field(archive, "turbo_switch", conditions.turbo_switch);
  reading_field(archive, "smt", conditions.smt);
  reading_field(archive, "clocksource", conditions.clocksource);
  reading_field(archive, "timer_resolution_seconds", conditions.timer_resolution_seconds);
  reading_field(archive, "timer_overhead_seconds", conditions.timer_overhead_seconds);
  reading_field(archive, "load_average", conditions.load_average);
  reading_field(archive, "quietest_cpu_busy", conditions.quietest_cpu_busy);
  reading_field(archive, "busy_cpus", conditions.busy_cpus);
  reading_field(archive, "cpu_quota", conditions.cpu_quota);
  reading_field(archive, "steal_fraction", conditions.steal_fraction);
  lenient_field(archive, "virtual_machine", conditions.virtual_machine);
  lenient_field(archive, "hypervisor", conditions.hypervisor);
  lenient_field(archive, "huge_pages", conditions.huge_pages);
  reading_field(archive, "perf_event_paranoid", conditions.perf_event_paranoid);
  lenient_field(archive, "pmu", conditions.pmu);
  lenient_field(archive, "pmu_detail", conditions.pmu_detail);
  reading_field(archive, "isolated_cpus", conditions.isolated_cpus);
  reading_field(archive, "nohz_full_cpus", conditions.nohz_full_cpus);
  reading_field(archive, "temperature_celsius", conditions.temperature_celsius);
  lenient_field(archive, "thermal_zone", conditions.thermal_zone);
  reading_field(archive, "thermal_zone_celsius", conditions.thermal_zone_celsius);
  reading_field(archive, "thermal_trip_celsius", conditions.thermal_trip_celsius);
  reading_field(archive, "throttling", conditions.throttling);
  reading_field(archive, "throttled_before", conditions.throttled_before);
  reading_field(archive, "under_voltage", conditions.under_voltage);
  reading_field(archive, "cache_information", conditions.cache_information);
  reading_field(archive, "library_environment", conditions.library_environment);
  lenient_field(archive, "userland_bits", conditions.userland_bits);
  lenient_field(archive, "memory_available_bytes", conditions.memory_available);
}

}  // namespace cachebound
