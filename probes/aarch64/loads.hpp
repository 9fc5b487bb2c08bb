// SPDX-License-Identifier: Apache-2.0
// Load slots and latency.
#pragma once

#include "probes/aarch64/counts.h"
#include "probes/entries.hpp"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_loads_neon_ldrq, cachebound_loads_neon_ldpq, cachebound_loads_neon_ld1,
    cachebound_loads_neon_ld1r, cachebound_loads_neon_ldrd, cachebound_loads_neon_ldrx, cachebound_loads_neon_ldpx,
    cachebound_chase_scalar, cachebound_chase_scalar_paged, cachebound_chase_scalar_pairs;
}

inline constexpr std::array load_table{
    of_whole_registers(Isa::neon, load_slot_probe("loads_neon_ldrq", Isa::neon, KERNEL_LOADS_Q, KERNEL_LOADS_Q * 16,
                                                  "chain_add_reg", &cachebound_loads_neon_ldrq, "128-bit loads")),
    load_slot_probe("loads_neon_ldpq", Isa::neon, KERNEL_LOADS_Q_PAIRS, KERNEL_LOADS_Q_PAIRS * 32, "chain_add_reg",
                    &cachebound_loads_neon_ldpq, "pairs of 128-bit loads"),
    load_slot_probe("loads_neon_ld1", Isa::neon, KERNEL_LOADS_LD1, KERNEL_LOADS_LD1 * 16, "chain_add_reg",
                    &cachebound_loads_neon_ld1, "ld1 of one 128-bit register"),
    load_slot_probe("loads_neon_ld1r", Isa::neon, KERNEL_LOADS_LD1, KERNEL_LOADS_LD1 * 4, "chain_add_reg",
                    &cachebound_loads_neon_ld1r, "32 bits loaded into all lanes"),
    load_slot_probe("loads_neon_ldrd", Isa::neon, KERNEL_LOADS_D, KERNEL_LOADS_D * 8, "chain_add_reg",
                    &cachebound_loads_neon_ldrd, "64-bit vector loads"),
    of_whole_registers(
        Isa::scalar, load_slot_probe("loads_neon_ldrx", Isa::neon, KERNEL_LOADS_X, KERNEL_LOADS_X * 8, "chain_add_reg",
                                     &cachebound_loads_neon_ldrx, "64-bit integer loads")),
    load_slot_probe("loads_neon_ldpx", Isa::neon, KERNEL_LOADS_X_PAIRS, KERNEL_LOADS_X_PAIRS * 16, "chain_add_reg",
                    &cachebound_loads_neon_ldpx, "pairs of 64-bit integer loads"),
    latency_probe("chase_scalar", &cachebound_chase_scalar, "dependent loads, random lines of the window"),
    laid_out(Layout::page_by_page,
             latency_probe("chase_scalar_paged", &cachebound_chase_scalar_paged, "dependent loads, page by page")),
    laid_out(Layout::line_pairs, latency_probe("chase_scalar_pairs", &cachebound_chase_scalar_pairs,
                                               "dependent loads, every second one a set distance back")),
};

}  // namespace cachebound::probes
