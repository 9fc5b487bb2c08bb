// SPDX-License-Identifier: Apache-2.0
// What the hardware says of itself is checked, not believed.
//
// A hypervisor chooses the CPUID model that its guests see, and passes features and caches through from the silicon:
// a virtual machine was met that calls itself Rocket Lake while it has AMX, 2 MiB of L2 and 480 MiB of L3.
#pragma once

#include <vector>

#include "microbench/host/core_facts.hpp"
#include "microbench/host/host_info.hpp"

namespace cachebound {

/// The claimed model against features and cache sizes that this model cannot have.
std::vector<Finding> identity_contradictions(const CoreFacts& claimed, const CoreKind& kind, bool virtual_machine);

/// Cache sizes against sense: order of levels, and an L3 larger than the silicon of the visible cores could bring.
std::vector<Finding> cache_contradictions(const CoreKind& kind, bool virtual_machine);

/// Two sources about the same cpu.
std::vector<Finding> cache_disagreements(const CoreKind& kind, const std::vector<Cache>& other);

}  // namespace cachebound
