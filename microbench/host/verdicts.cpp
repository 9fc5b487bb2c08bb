// SPDX-License-Identifier: Apache-2.0
// Is this machine fit to measure? One judgement per condition: what it means for the numbers, and what mends it.
#include <fmt/format.h>

#include <string_view>

#include "microbench/host/conditions.hpp"
#include "microbench/host/kernel_text.hpp"

namespace cachebound {
namespace {

ConditionVerdict unknown(std::string name, const Error& why) {
  return {.name = std::move(name), .verdict = Verdict::unknown, .text = why.detail, .remedy = {}};
}

ConditionVerdict judge_governor(const Conditions& now) {
  if (!now.cpufreq_driver && !now.governor) {
    return {"governor",
            Verdict::unknown,
            "cpufreq is absent: the clock is not ours to hold, cycles come from the chain",
            {}};
  }
  if (!now.governor) return unknown("governor", now.governor.error());
  if (*now.governor == "performance") return {"governor", Verdict::ok, "performance", {}};
  return {"governor", Verdict::warn, fmt::format("{}: the clock moves with the load", *now.governor),
          "echo performance | sudo tee /sys/devices/system/cpu/cpu*/cpufreq/scaling_governor"};
}

ConditionVerdict judge_turbo(const Conditions& now) {
  if (!now.turbo) return unknown("turbo", now.turbo.error());
  if (!*now.turbo) return {"turbo", Verdict::ok, "off", {}};
  return {"turbo", Verdict::warn, "on: rates per second depend on heat and neighbours, rates per cycle do not",
          "echo 1 | sudo tee /sys/devices/system/cpu/intel_pstate/no_turbo || "
          "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost"};
}

ConditionVerdict judge_smt(const Conditions& now) {
  if (!now.smt) return unknown("smt", now.smt.error());
  if (!*now.smt) return {"smt", Verdict::ok, "no sibling shares a core", {}};
  return {"smt", Verdict::warn, "siblings share a core's pipes and caches",
          "echo off | sudo tee /sys/devices/system/cpu/smt/control"};
}

ConditionVerdict judge_clocksource(const Conditions& now) {
  if (!now.clocksource) return unknown("clocksource", now.clocksource.error());
  for (const std::string_view good : {"tsc", "arch_sys_counter", "kvm-clock", "hyperv_clocksource_tsc_page"}) {
    if (*now.clocksource == good) return {"clocksource", Verdict::ok, *now.clocksource, {}};
  }
  return {"clocksource", Verdict::warn, fmt::format("{}: each reading may cost a system call", *now.clocksource),
          "cat /sys/devices/system/clocksource/clocksource0/available_clocksource"};
}

ConditionVerdict judge_load(const Conditions& now) {
  if (!now.load_average) return unknown("load", now.load_average.error());
  const double load = *now.load_average;
  const std::string text = fmt::format("{:.2f} on {} cpus", load, now.cpus);
  if (load < 0.3) return {"load", Verdict::ok, text, {}};
  // The load of the last minute may be our own build: a warning, even where every cpu has work.
  return {"load", Verdict::warn, text + ": others use caches and memory", "top"};
}

ConditionVerdict judge_steal(const Conditions& now) {
  if (!now.steal_fraction) return unknown("steal", now.steal_fraction.error());
  const std::string text = fmt::format("{:.1f} % of the time goes to other guests", *now.steal_fraction * 100.0);
  if (*now.steal_fraction < 0.005) return {"steal", Verdict::ok, text, {}};
  return {"steal", *now.steal_fraction < 0.10 ? Verdict::warn : Verdict::bad, text, {}};
}

ConditionVerdict judge_machine(const Conditions& now) {
  if (!now.virtual_machine) return {"machine", Verdict::ok, "no hypervisor is seen", {}};
  return {"machine",
          Verdict::warn,
          fmt::format("virtual ({}): L3 and DRAM are shared with strangers",
                      now.hypervisor.empty() ? "hypervisor not named" : now.hypervisor),
          {}};
}

ConditionVerdict judge_huge_pages(const Conditions& now) {
  if (now.huge_pages == "always" || now.huge_pages == "madvise") {
    return {"huge pages", Verdict::ok, now.huge_pages, {}};
  }
  if (now.huge_pages.empty()) return {"huge pages", Verdict::unknown, "not read", {}};
  if (now.huge_pages == "absent") {
    return {"huge pages", Verdict::warn, "absent: page colours and the TLB show in the curves", {}};
  }
  return {"huge pages", Verdict::warn, now.huge_pages + ": page colours and the TLB show in the curves",
          "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"};
}

ConditionVerdict judge_pmu(const Conditions& now) {
  switch (now.pmu) {
    case PmuState::available:
      return {"pmu", Verdict::ok, "counters can be opened", {}};
    case PmuState::not_permitted:
      return {"pmu", Verdict::warn,
              now.perf_event_paranoid
                  ? fmt::format("not permitted, perf_event_paranoid is {}", *now.perf_event_paranoid)
                  : now.pmu_detail,
              "sudo sysctl kernel.perf_event_paranoid=2"};
    case PmuState::absent:
    case PmuState::not_implemented:
    case PmuState::refused:
      break;
  }
  return {
      "pmu", Verdict::warn, now.pmu_detail.empty() ? "no counters: traffic is modelled or traced" : now.pmu_detail, {}};
}

ConditionVerdict judge_isolation(const Conditions& now) {
  if (!now.isolated_cpus) return unknown("isolation", now.isolated_cpus.error());
  // Ordinary machines isolate nothing and dropped samples answer for it: no reason to warn.
  if (now.isolated_cpus->empty()) return {"isolation", Verdict::ok, "no cpu is isolated, none need be", {}};
  return {"isolation", Verdict::ok, fmt::format("cpus {} are isolated", format_cpu_list(*now.isolated_cpus)), {}};
}

ConditionVerdict judge_temperature(const Conditions& now) {
  if (!now.temperature_celsius) return unknown("temperature", now.temperature_celsius.error());
  const std::string text = fmt::format("{:.1f} C", *now.temperature_celsius);
  // The Raspberry Pi 3B+ lowers its clock from 60 C on, most others between 80 and 100 C.
  if (*now.temperature_celsius < 60.0) return {"temperature", Verdict::ok, text, {}};
  if (*now.temperature_celsius < 80.0) return {"temperature", Verdict::warn, text + ": some boards slow down here", {}};
  return {"temperature", Verdict::bad, text + ": the clock is probably being lowered", {}};
}

ConditionVerdict judge_supply(const Conditions& now) {
  if (!now.under_voltage) return unknown("supply", now.under_voltage.error());
  if (!*now.under_voltage) return {"supply", Verdict::ok, "no under-voltage", {}};
  return {"supply", Verdict::bad, "under-voltage: the firmware caps the clock and does not tell", {}};
}

ConditionVerdict judge_memory(const Conditions& now) {
  if (now.memory_available.value <= 0.0) return {"memory", Verdict::unknown, "not stated", {}};
  const std::string text = format_size(now.memory_available) + " available";
  // The DRAM sweep takes at most an eighth of it and wants 64 MiB.
  if (now.memory_available >= mebibytes(512)) return {"memory", Verdict::ok, text, {}};
  return {"memory", Verdict::warn, text + ": the DRAM sweep ends early", {}};
}

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::ok:
      return "ok";
    case Verdict::warn:
      return "warn";
    case Verdict::bad:
      return "bad";
    case Verdict::unknown:
      return "unknown";
  }
  return "unknown";
}

std::vector<ConditionVerdict> judge(const Conditions& conditions) {
  return {judge_machine(conditions),     judge_steal(conditions),       judge_load(conditions),
          judge_governor(conditions),    judge_turbo(conditions),       judge_smt(conditions),
          judge_clocksource(conditions), judge_temperature(conditions), judge_supply(conditions),
          judge_huge_pages(conditions),  judge_memory(conditions),      judge_pmu(conditions),
          judge_isolation(conditions)};
}

}  // namespace cachebound
