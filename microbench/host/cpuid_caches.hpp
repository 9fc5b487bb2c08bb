// SPDX-License-Identifier: Apache-2.0
// Data and unified caches by CPUID's deterministic cache parameters: Intel leaf 4 (SDM volume 2A, CPUID), AMD leaf
// 0x8000001D (APM volume 3, appendix E), which have one format.
#pragma once

#include <vector>

#include "microbench/host/host_info.hpp"
#include "microbench/host/isa_detection.hpp"

namespace cachebound {

/// Pure. Of the processor that `access` asks, inner level first; empty where there is no such leaf. Which cpus share a
/// cache stays empty: CPUID gives only how many identifiers were set aside for them.
std::vector<Cache> caches_from_cpuid(const CpuidAccess& access);

}  // namespace cachebound
