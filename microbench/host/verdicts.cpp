// SPDX-License-Identifier: Apache-2.0
// Is this machine fit to measure?
#include <algorithm>

#include "microbench/host/verdict_rules.hpp"

namespace cachebound {

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

std::vector<ConditionVerdict> judge(const Conditions& now) {
  return {verdicts::machine(now),  verdicts::steal(now),      verdicts::load(now),        verdicts::quota(now),
          verdicts::governor(now), verdicts::limit(now),      verdicts::turbo(now),       verdicts::clock(now),
          verdicts::smt(now),      verdicts::timer(now),      verdicts::temperature(now), verdicts::throttling(now),
          verdicts::supply(now),   verdicts::huge_pages(now), verdicts::memory(now),      verdicts::caches(now),
          verdicts::userland(now), verdicts::environment(now), verdicts::pmu(now),        verdicts::paranoid(now),
          verdicts::isolation(now)};
}

bool would_mislead(const std::vector<ConditionVerdict>& verdicts) {
  return std::any_of(verdicts.begin(), verdicts.end(),
                     [](const ConditionVerdict& verdict) { return verdict.verdict == Verdict::bad; });
}

}  // namespace cachebound
