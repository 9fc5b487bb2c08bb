// SPDX-License-Identifier: Apache-2.0
// One judgement per condition: what it means for the numbers, and the command that mends it. Pure; see judge().
#pragma once

#include <utility>

#include "microbench/host/conditions.hpp"

namespace cachebound::verdicts {

inline ConditionVerdict unknown(std::string name, const Error& why) {
  return {.name = std::move(name), .verdict = Verdict::unknown, .text = why.detail, .remedy = {}};
}

// verdicts_sharing.cpp: who else is on this machine.
ConditionVerdict machine(const Conditions& now);
ConditionVerdict steal(const Conditions& now);
ConditionVerdict load(const Conditions& now);
ConditionVerdict quota(const Conditions& now);
ConditionVerdict smt(const Conditions& now);
ConditionVerdict isolation(const Conditions& now);

// verdicts_clock.cpp: how fast it runs, and how that is known.
ConditionVerdict governor(const Conditions& now);
ConditionVerdict limit(const Conditions& now);
ConditionVerdict turbo(const Conditions& now);
ConditionVerdict clock(const Conditions& now);
ConditionVerdict timer(const Conditions& now);
ConditionVerdict temperature(const Conditions& now);
ConditionVerdict throttling(const Conditions& now);
ConditionVerdict supply(const Conditions& now);

// verdicts_machine.cpp: what it has.
ConditionVerdict huge_pages(const Conditions& now);
ConditionVerdict memory(const Conditions& now);
ConditionVerdict caches(const Conditions& now);
ConditionVerdict userland(const Conditions& now);
ConditionVerdict environment(const Conditions& now);
ConditionVerdict pmu(const Conditions& now);
ConditionVerdict paranoid(const Conditions& now);

}  // namespace cachebound::verdicts
