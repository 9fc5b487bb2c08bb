// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/x86_64/chains.hpp"
#include "probes/x86_64/compute.hpp"
#include "probes/x86_64/loads.hpp"
#include "probes/x86_64/memory.hpp"
#include "probes/x86_64/mixed.hpp"

namespace cachebound::probes {

inline constexpr auto table =
    join(f32_table, f64_table, narrow_table, memory_table, loads_table, latency_table, mixed_table, chain_table);

}  // namespace cachebound::probes
