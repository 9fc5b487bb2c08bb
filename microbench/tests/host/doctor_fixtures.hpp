// SPDX-License-Identifier: Apache-2.0
// What the tests of conditions and of their verdicts share.
#pragma once

#include <string>

#include "microbench/host/conditions.hpp"

namespace cachebound::fixtures {

/// A kernel that answers every perf_event_open with this errno; 0: it opens.
PerfKernel kernel_answering(int error);

/// Fails the test where there is no verdict of this name.
ConditionVerdict verdict_on(const Conditions& conditions, const std::string& name);

}  // namespace cachebound::fixtures
