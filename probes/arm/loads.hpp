// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/arm/counts.h"
#include "probes/entries.hpp"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_loads_neon_vld1_x4, cachebound_loads_neon_vld1_x2, cachebound_loads_neon_vld1_x1,
    cachebound_loads_neon_vld1_all, cachebound_loads_neon_vldr_d, cachebound_loads_neon_vldr_s,
    cachebound_loads_scalar_ldr, cachebound_loads_scalar_ldrd, cachebound_chase_scalar, cachebound_chase_scalar_paged,
    cachebound_chase_scalar_pairs;
}

constexpr Probe arm_load_slot_probe(std::string_view id, Isa isa, int bytes, KernelFn kernel,
                                    std::string_view summary) {
  return load_slot_probe(id, isa, KERNEL_ARM_SLOT_LOADS, KERNEL_ARM_SLOT_LOADS * bytes, "chain_add_reg", kernel,
                         summary);
}

/// None is marked as one of whole registers: what is published of Arm cores was measured in AArch64 (ldr x, ldr q).
inline constexpr std::array load_slot_table{
    arm_load_slot_probe("loads_neon_vld1_x4", Isa::neon, 32, &cachebound_loads_neon_vld1_x4,
                        "vld1 of four 64-bit registers"),
    arm_load_slot_probe("loads_neon_vld1_x2", Isa::neon, 16, &cachebound_loads_neon_vld1_x2,
                        "vld1 of two 64-bit registers"),
    arm_load_slot_probe("loads_neon_vld1_x1", Isa::neon, 8, &cachebound_loads_neon_vld1_x1,
                        "vld1 of one 64-bit register"),
    arm_load_slot_probe("loads_neon_vld1_all", Isa::neon, 4, &cachebound_loads_neon_vld1_all,
                        "vld1 of a word to all lanes of two 64-bit registers"),
    arm_load_slot_probe("loads_neon_vldr_d", Isa::neon, 8, &cachebound_loads_neon_vldr_d, "vldr of a 64-bit register"),
    arm_load_slot_probe("loads_neon_vldr_s", Isa::neon, 4, &cachebound_loads_neon_vldr_s, "vldr of a 32-bit register"),
    arm_load_slot_probe("loads_scalar_ldr", Isa::scalar, 4, &cachebound_loads_scalar_ldr, "ldr of an integer register"),
    arm_load_slot_probe("loads_scalar_ldrd", Isa::scalar, 8, &cachebound_loads_scalar_ldrd,
                        "ldrd of two integer registers"),
};

inline constexpr std::array latency_table{
    latency_probe("chase_scalar", &cachebound_chase_scalar, "dependent loads, all lines in random order"),
    laid_out(Layout::page_by_page, latency_probe("chase_scalar_paged", &cachebound_chase_scalar_paged,
                                                 "dependent loads, a few pages at a time")),
    laid_out(Layout::line_pairs, latency_probe("chase_scalar_pairs", &cachebound_chase_scalar_pairs,
                                               "dependent loads, every second one a set distance back")),
};

}  // namespace cachebound::probes
