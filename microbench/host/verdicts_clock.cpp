// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "microbench/host/cpufreq.hpp"
#include "microbench/host/kernel_text.hpp"
#include "microbench/host/verdict_rules.hpp"

namespace cachebound::verdicts {

ConditionVerdict governor(const Conditions& now) {
  if (!now.cpufreq_driver && !now.governor) {
    return {"governor",
            Verdict::unknown,
            "cpufreq is absent: the clock is not ours to hold, cycles come from the chain",
            {}};
  }
  if (!now.governor) return unknown("governor", now.governor.error());
  if (*now.governor == "performance") return {"governor", Verdict::ok, "performance", {}};
  const auto available = words(now.governors_available);
  const bool offered =
      available.empty() || std::find(available.begin(), available.end(), "performance") != available.end();
  const std::string driver = now.cpufreq_driver ? fmt::format(" ({})", *now.cpufreq_driver) : "";
  return {"governor", Verdict::warn,
          fmt::format("{}{}: the clock moves with the load{}", *now.governor, driver,
                      offered ? "" : ", and this kernel offers no performance governor"),
          offered ? "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor" : ""};
}

ConditionVerdict limit(const Conditions& now) {
  if (!now.clock_limit_hz) return unknown("clock limit", now.clock_limit_hz.error());
  if (!now.clock_highest_hz) return unknown("clock limit", now.clock_highest_hz.error());
  const double megahertz = 1e-6 * *now.clock_limit_hz;
  if (*now.clock_limit_hz >= *now.clock_highest_hz)
    return {"clock limit", Verdict::ok, fmt::format("{:.0f} MHz, all that it can", megahertz), {}};
  return {"clock limit", Verdict::warn,
          fmt::format("{:.0f} of {:.0f} MHz: policy or heat limits it", megahertz, 1e-6 * *now.clock_highest_hz),
          fmt::format("echo {:.0f} | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_max_freq",
                      1e-3 * *now.clock_highest_hz)};
}

ConditionVerdict turbo(const Conditions& now) {
  if (!now.turbo) return unknown("turbo", now.turbo.error());
  if (!*now.turbo) return {"turbo", Verdict::ok, "off", {}};
  // intel_pstate has a switch of its own, whose sense is inverted; acpi-cpufreq and amd-pstate share `boost`.
  const std::string off = now.turbo_switch.ends_with("no_turbo") ? "1" : "0";
  return {"turbo", Verdict::warn, "on: rates per second depend on heat and neighbours, rates per cycle do not",
          now.turbo_switch.empty() ? "" : fmt::format("echo {} | sudo tee {}", off, now.turbo_switch)};
}

ConditionVerdict clock(const Conditions& now) {
  if (!now.clock_measured_hz) return unknown("clock", now.clock_measured_hz.error());
  const double megahertz = 1e-6 * *now.clock_measured_hz;
  if (!now.clock_claimed_hz)
    return {"clock", Verdict::ok, fmt::format("{:.0f} MHz by the chain; nothing claims another", megahertz), {}};
  const ClockClaim claim{.measured = Frequency{*now.clock_measured_hz},
                         .claimed = Frequency{*now.clock_claimed_hz},
                         .margin = clock_margin(0.0)};
  if (claim.agrees()) return {"clock", Verdict::ok, to_text(claim), {}};
  if (claim.deviation() < -held_down)
    return {"clock", Verdict::bad, to_text(claim) + ": it is held down, and the kernel does not know it", {}};
  return {"clock", Verdict::warn, to_text(claim) + ": count on the chain", {}};
}

ConditionVerdict timer(const Conditions& now) {
  if (!now.timer_resolution_seconds || !now.timer_overhead_seconds) {
    return unknown("timer", now.timer_resolution_seconds ? now.timer_overhead_seconds.error()
                                                         : now.timer_resolution_seconds.error());
  }
  const double resolution = *now.timer_resolution_seconds;
  const double overhead = *now.timer_overhead_seconds;
  const std::string source = now.clocksource ? *now.clocksource : "clock source not named";
  const std::string text =
      fmt::format("{}: ticks of {:.0f} ns, {:.0f} ns a reading", source, 1e9 * resolution, 1e9 * overhead);
  const std::string others = "cat /sys/devices/system/clocksource/clocksource0/available_clocksource";
  // A slice lasts 1000 ticks: of 10 us each, a sample of 16 pairs would last 0.3 s, longer than any clock holds still.
  if (resolution > 10e-6) return {"timer", Verdict::bad, text + ": too coarse to time a slice", others};
  // Two readings a slice: 0.6 us are 1 % of 60 us. A reading through the vDSO takes 20 to 60 ns.
  if (overhead > 300e-9) return {"timer", Verdict::warn, text + ": each reading is a system call", others};
  return {"timer", Verdict::ok, text, {}};
}

ConditionVerdict temperature(const Conditions& now) {
  if (!now.temperature_celsius) return unknown("temperature", now.temperature_celsius.error());
  if (now.thermal_zone_celsius && now.thermal_trip_celsius) {
    const double margin = *now.thermal_trip_celsius - *now.thermal_zone_celsius;
    const std::string text = fmt::format("{}: {:.1f} C, slows down at {:.1f} C", now.thermal_zone,
                                         *now.thermal_zone_celsius, *now.thermal_trip_celsius);
    if (margin <= 0.0) return {"temperature", Verdict::bad, text, "let it cool; add a heat sink or a fan"};
    // A held peak heats a small board by 10 degrees within a minute.
    if (margin < 10.0) return {"temperature", Verdict::warn, text, "let it cool; add a heat sink or a fan"};
    return {"temperature", Verdict::ok, text, {}};
  }
  const std::string text = fmt::format("{:.1f} C; no zone states where it slows down", *now.temperature_celsius);
  // The firmware of the Raspberry Pi 3B+ lowers the clock from 60 C on and states it nowhere.
  if (*now.temperature_celsius < 60.0) return {"temperature", Verdict::ok, text, {}};
  return {"temperature", Verdict::warn, text + ", and some boards do here", "let it cool; add a heat sink or a fan"};
}

ConditionVerdict throttling(const Conditions& now) {
  if (!now.throttling) return unknown("throttling", now.throttling.error());
  if (!now.throttling->empty()) {
    return {"throttling", Verdict::bad, *now.throttling + ": rates per second are of a lowered clock",
            "let it cool; on a Raspberry Pi, use a stronger supply"};
  }
  if (now.throttled_before && !now.throttled_before->empty())
    return {"throttling", Verdict::warn, "not now, but " + *now.throttled_before, {}};
  return {"throttling", Verdict::ok, "none is reported", {}};
}

ConditionVerdict supply(const Conditions& now) {
  if (!now.under_voltage) return unknown("supply", now.under_voltage.error());
  if (!*now.under_voltage) return {"supply", Verdict::ok, "no under-voltage", {}};
  return {"supply", Verdict::bad, "under-voltage: the firmware caps the clock and does not tell",
          "use the board's own power supply and a short cable"};
}

}  // namespace cachebound::verdicts
