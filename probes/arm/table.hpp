// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/arm/chains.hpp"
#include "probes/arm/compute.hpp"
#include "probes/arm/loads.hpp"
#include "probes/arm/memory.hpp"
#include "probes/arm/mixed.hpp"

namespace cachebound::probes {

inline constexpr auto table =
    join(compute_table, memory_table, load_slot_table, latency_table, mixed_table, chain_table);

}  // namespace cachebound::probes
