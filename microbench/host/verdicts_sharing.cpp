// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "microbench/host/kernel_text.hpp"
#include "microbench/host/verdict_rules.hpp"

namespace cachebound::verdicts {
namespace {

/// Of the last second: ps would show the average over each task's life.
constexpr const char* show_tasks = "top -b -n 2 -d 1 | grep -A 12 ^top | tail -n 7";

}  // namespace

ConditionVerdict machine(const Conditions& now) {
  if (!now.virtual_machine) return {"machine", Verdict::ok, "no hypervisor is seen", {}};
  return {"machine",
          Verdict::warn,
          fmt::format("virtual ({}): L3 and DRAM are shared with strangers",
                      now.hypervisor.empty() ? "hypervisor not named" : now.hypervisor),
          {}};
}

ConditionVerdict steal(const Conditions& now) {
  if (!now.steal_fraction) return unknown("steal", now.steal_fraction.error());
  const std::string text = fmt::format("{:.1f} % of the time goes to other guests", *now.steal_fraction * 100.0);
  if (*now.steal_fraction < 0.005) return {"steal", Verdict::ok, text, {}};
  // A tenth: of 16 slices two are hit on average, and the third-shortest is no longer sure to be a clean one where the
  // hypervisor takes its share in small pieces.
  return {"steal", *now.steal_fraction < 0.10 ? Verdict::warn : Verdict::bad, text, {}};
}

ConditionVerdict load(const Conditions& now) {
  // Half of the quietest cpu in use: a thread there runs half of the time, and every cache is shared.
  constexpr double crowded = 0.5;
  constexpr double noticeable = 0.3;
  if (now.quietest_cpu_busy && *now.quietest_cpu_busy >= crowded) {
    return {"load", Verdict::bad,
            fmt::format("no cpu is free: others use {:.0f} % of the quietest one right now",
                        100.0 * *now.quietest_cpu_busy),
            show_tasks};
  }
  if (!now.load_average && !now.busy_cpus) return unknown("load", now.load_average.error());
  std::string text;
  if (now.load_average) text = fmt::format("{:.2f} on {} cpus over a minute", *now.load_average, now.cpus);
  if (now.busy_cpus) text += fmt::format("{}{:.2f} right now", text.empty() ? "" : ", ", *now.busy_cpus);
  // The load of the last minute may be our own build: a warning, even where every cpu had work.
  const bool loaded = now.load_average.value_or(0.0) >= noticeable || now.busy_cpus.value_or(0.0) >= noticeable;
  if (!loaded) return {"load", Verdict::ok, text, {}};
  return {"load", Verdict::warn, text + ": others use caches and memory", show_tasks};
}

/// Whoever set it can lift it.
constexpr const char* lift_quota =
    "docker run --cpus=0 ..., systemctl set-property UNIT CPUQuota=, or no cpu limit of the Kubernetes pod";

ConditionVerdict quota(const Conditions& now) {
  if (!now.cpu_quota) {
    const Error& why = now.cpu_quota.error();
    if (why.reason != Reason::not_found || why.detail == Conditions::not_read().detail) return unknown("quota", why);
    return {"quota", Verdict::ok, "no control group limits the processor time", {}};
  }
  const std::string text = fmt::format("a control group allows {:.2f} of {} cpus", *now.cpu_quota, now.cpus);
  // Below one cpu even a single thread is stopped in every period of 100 ms.
  if (*now.cpu_quota < 1.0) return {"quota", Verdict::bad, text + ": threads are stopped in every period", lift_quota};
  if (*now.cpu_quota < now.cpus)
    return {"quota", Verdict::warn, text + ": teams of more threads are stopped", lift_quota};
  return {"quota", Verdict::ok, text, {}};
}

ConditionVerdict smt(const Conditions& now) {
  if (!now.smt) return unknown("smt", now.smt.error());
  if (!*now.smt) return {"smt", Verdict::ok, "no sibling shares a core", {}};
  return {"smt", Verdict::warn, "siblings share a core's pipes and caches",
          "echo off | sudo tee /sys/devices/system/cpu/smt/control"};
}

ConditionVerdict isolation(const Conditions& now) {
  if (!now.isolated_cpus) return unknown("isolation", now.isolated_cpus.error());
  const bool tickless = now.nohz_full_cpus && !now.nohz_full_cpus->empty();
  const std::string ticks =
      tickless ? fmt::format("; no ticks on cpus {} (nohz_full)", format_cpu_list(*now.nohz_full_cpus)) : "";
  // Ordinary machines isolate nothing and dropped samples answer for it: no reason to warn.
  if (now.isolated_cpus->empty()) return {"isolation", Verdict::ok, "no cpu is isolated, none need be" + ticks, {}};
  return {"isolation", Verdict::ok,
          fmt::format("cpus {} are isolated (isolcpus){}", format_cpu_list(*now.isolated_cpus), ticks),
          fmt::format("cachebound characterize --cores {}", format_cpu_list(*now.isolated_cpus))};
}

}  // namespace cachebound::verdicts
