// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/aarch64/chains.hpp"
#include "probes/aarch64/compute.hpp"
#include "probes/aarch64/loads.hpp"
#include "probes/aarch64/memory.hpp"
#include "probes/aarch64/mixed.hpp"

namespace cachebound::probes {

inline constexpr auto table = join(compute_table, memory_table, load_table, mixed_table, chain_table);

}  // namespace cachebound::probes
