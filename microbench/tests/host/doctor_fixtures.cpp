// SPDX-License-Identifier: Apache-2.0
#include "doctor_fixtures.hpp"

#include "catch_compat.hpp"

namespace cachebound::fixtures {

PerfKernel kernel_answering(int error) {
  PerfKernel kernel;
  kernel.open = [error](perf_event_attr&, int) { return error == 0 ? 7 : -error; };
  kernel.close = [](int) {};
  return kernel;
}

ConditionVerdict verdict_on(const Conditions& conditions, const std::string& name) {
  for (const ConditionVerdict& verdict : judge(conditions))
    if (verdict.name == name) return verdict;
  FAIL("no verdict named " << name);
  return {};
}

}  // namespace cachebound::fixtures
