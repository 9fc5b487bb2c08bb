// SPDX-License-Identifier: Apache-2.0
// The clock by a chain of instructions, beside what cpufreq claims at the same time: for doctor, in a tenth of a
// second.
#pragma once

#include "microbench/cli/common.hpp"

namespace cachebound::cli {

/// Fills the measured and the claimed clock of the conditions, of the cpu that stands for the first core kind; the
/// reason where the chains disagree or the instructions are interpreted.
void check_clock(World& world);

}  // namespace cachebound::cli
