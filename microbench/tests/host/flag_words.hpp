// SPDX-License-Identifier: Apache-2.0
// What the processor would answer, from the flag words that its kernel prints: tests of recorded machines then go the
// whole way from the word to the instruction set.
#pragma once

#include <string>
#include <vector>

#include "microbench/host/isa_detection.hpp"

namespace cachebound::fixtures {

/// AT_HWCAP and AT_HWCAP2 of a 64-bit process, by the kernel's order of names (arch/arm64/kernel/cpuinfo.c).
Hwcaps aarch64_hwcaps_of(const std::vector<std::string>& words);
/// AT_HWCAP of a 32-bit process (arch/arm/kernel/setup.c).
Hwcaps arm_hwcaps_of(const std::vector<std::string>& words);
/// The leaves that name instruction sets; the system saves every register that there is.
CpuidAccess cpuid_of(const std::vector<std::string>& words);

}  // namespace cachebound::fixtures
