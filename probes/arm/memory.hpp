// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/arm/counts.h"
#include "probes/entries.hpp"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_read_neon_vld1, cachebound_read_neon_vldr, cachebound_read_scalar_ldrd,
    cachebound_read_scalar_ldm, cachebound_write_neon_vst1, cachebound_write_neon_vstr, cachebound_copy_neon,
    cachebound_update_neon, cachebound_r3w1_neon, cachebound_r2w1_neon, cachebound_r1w1_neon, cachebound_touch_scalar;
}

inline constexpr std::array memory_table{
    memory_probe("read_neon_vld1", Isa::neon, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_neon_vld1, "vld1 of four 64-bit registers"),
    memory_probe("read_neon_vldr", Isa::neon, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_neon_vldr, "single 64-bit loads"),
    memory_probe("read_scalar_ldrd", Isa::scalar, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_scalar_ldrd, "loads of two integer registers"),
    memory_probe("read_scalar_ldm", Isa::scalar, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_scalar_ldm, "ldm of eight integer registers"),
    memory_probe("write_neon_vst1", Isa::neon, Access::write, 0, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_write_neon_vst1, "vst1 of four 64-bit registers"),
    memory_probe("write_neon_vstr", Isa::neon, Access::write, 0, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_write_neon_vstr, "single 64-bit stores"),
    memory_probe("copy_neon", Isa::neon, Access::copy, KERNEL_BLOCK_BYTES, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_copy_neon, "vld1 and vst1 of four 64-bit registers, two lines at a time"),
    memory_probe("update_neon", Isa::neon, Access::update, KERNEL_BLOCK_BYTES, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_update_neon, "lines exchanged in pairs"),
    memory_probe("r3w1_neon", Isa::neon, Access::r3w1, KERNEL_BLOCK_BYTES / 4 * 3, KERNEL_BLOCK_BYTES / 4,
                 "chain_add_reg", &cachebound_r3w1_neon, "three lines read, the next one written"),
    memory_probe("r2w1_neon", Isa::neon, Access::r2w1, KERNEL_ARM_R2W1_BLOCK_BYTES / 3 * 2,
                 KERNEL_ARM_R2W1_BLOCK_BYTES / 3, "chain_add_reg", &cachebound_r2w1_neon,
                 "two lines read, the next one written", KERNEL_ARM_R2W1_BLOCK_BYTES),
    memory_probe("r1w1_neon", Isa::neon, Access::r1w1, KERNEL_BLOCK_BYTES / 2, KERNEL_BLOCK_BYTES / 2, "chain_add_reg",
                 &cachebound_r1w1_neon, "one line read, the next one written"),
    memory_probe("touch_scalar", Isa::scalar, Access::touch, KERNEL_BLOCK_BYTES / 64 * 4, 0, "chain_add_reg",
                 &cachebound_touch_scalar, "one 32-bit load of each line"),
};

}  // namespace cachebound::probes
