// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "microbench/host/kernel_text.hpp"
#include "microbench/host/verdict_rules.hpp"

namespace cachebound::verdicts {

ConditionVerdict huge_pages(const Conditions& now) {
  if (now.huge_pages == "always" || now.huge_pages == "madvise") {
    return {"huge pages", Verdict::ok, now.huge_pages, {}};
  }
  if (now.huge_pages.empty()) return {"huge pages", Verdict::unknown, "not read", {}};
  if (now.huge_pages == "unreadable") {
    return {"huge pages", Verdict::unknown, "unreadable: /sys/kernel/mm/transparent_hugepage/enabled", {}};
  }
  if (now.huge_pages == "absent") {
    return {"huge pages", Verdict::warn, "absent: page colours and the TLB show in the curves", {}};
  }
  return {"huge pages", Verdict::warn, now.huge_pages + ": page colours and the TLB show in the curves",
          "echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"};
}

ConditionVerdict memory(const Conditions& now) {
  if (now.memory_available.value <= 0.0) return {"memory", Verdict::unknown, "not stated", {}};
  const std::string text = format_size(now.memory_available) + " available";
  // The DRAM sweep takes at most an eighth of it and wants 64 MiB.
  if (now.memory_available >= mebibytes(512)) return {"memory", Verdict::ok, text, {}};
  return {"memory", Verdict::warn, text + ": the DRAM sweep ends early", {}};
}

ConditionVerdict caches(const Conditions& now) {
  if (now.cache_information) return {"caches", Verdict::ok, *now.cache_information, {}};
  if (now.cache_information.error().detail == Conditions::not_read().detail)
    return unknown("caches", now.cache_information.error());
  return {"caches", Verdict::warn,
          now.cache_information.error().detail +
              ": sizes are measured alone, nothing can contradict them, and who shares a cache is not known",
          "cachebound characterize --filter '^(read|chase)'"};
}

ConditionVerdict userland(const Conditions& now) {
  if (now.userland_bits == 0) return {"userland", Verdict::unknown, "not stated", {}};
  if (now.userland_bits == 64) return {"userland", Verdict::ok, "64-bit", {}};
  return {"userland", Verdict::warn,
          "32-bit: 16 vector registers and no f64 vectors; a 64-bit core shows less than it has",
          "install a 64-bit system and use the aarch64 build"};
}

ConditionVerdict environment(const Conditions& now) {
  if (!now.library_environment) return unknown("environment", now.library_environment.error());
  const std::string& set = *now.library_environment;
  if (set.empty()) return {"environment", Verdict::ok, "no variable steers the libraries", {}};
  std::string names;
  for (const std::string& entry : words(set)) {
    if (const auto end = entry.find('='); end != std::string::npos) names += " " + entry.substr(0, end);
  }
  return {"environment", Verdict::warn, set + ": libraries obey, their rows may be of other kernels or blocks",
          "unset" + names};
}

ConditionVerdict pmu(const Conditions& now) {
  if (now.pmu == PmuState::available) return {"pmu", Verdict::ok, "counters can be opened", {}};
  return {"pmu", Verdict::warn, now.pmu_detail.empty() ? "no counters: traffic is modelled or traced" : now.pmu_detail,
          now.pmu_remedy};
}

ConditionVerdict paranoid(const Conditions& now) {
  if (!now.perf_event_paranoid) return unknown("paranoid level", now.perf_event_paranoid.error());
  const int level = *now.perf_event_paranoid;
  if (level <= 2) return {"paranoid level", Verdict::ok, fmt::format("{}: own threads may be counted", level), {}};
  return {"paranoid level", Verdict::warn, fmt::format("{}: no user may count anything", level),
          "sudo sysctl kernel.perf_event_paranoid=2"};
}

}  // namespace cachebound::verdicts
