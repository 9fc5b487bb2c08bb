// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/aarch64/counts.h"
#include "probes/entries.hpp"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_read_neon_ldp, cachebound_read_neon_ldr, cachebound_read_neon_ld1, cachebound_read_neon_ldrd,
    cachebound_read_neon_ldpx, cachebound_read_neon_ldrx, cachebound_read_sve, cachebound_touch_neon,
    cachebound_write_neon_stp, cachebound_write_neon_str, cachebound_write_sve, cachebound_ntwrite_neon,
    cachebound_zero_neon, cachebound_copy_neon, cachebound_copy_sve, cachebound_ntcopy_neon, cachebound_update_neon,
    cachebound_r3w1_neon, cachebound_r2w1_neon, cachebound_r1w1_neon;
}

/// Of a block whose patterns of `lines_read` and one written line fill it.
constexpr int read_in_pattern(int block, int lines_read) { return block * lines_read / (lines_read + 1); }
constexpr int written_in_pattern(int block, int lines_read) { return block / (lines_read + 1); }

inline constexpr std::array memory_table{
    memory_probe("read_neon_ldp", Isa::neon, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_neon_ldp, "128-bit loads in pairs"),
    memory_probe("read_neon_ldr", Isa::neon, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_neon_ldr, "single 128-bit loads"),
    memory_probe("read_neon_ld1", Isa::neon, Access::read, KERNEL_LD1_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_neon_ld1, "128-bit loads, four per instruction", KERNEL_LD1_BLOCK_BYTES),
    memory_probe("read_neon_ldrd", Isa::neon, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_neon_ldrd, "64-bit vector loads"),
    memory_probe("read_neon_ldpx", Isa::neon, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_neon_ldpx, "64-bit integer loads in pairs"),
    memory_probe("read_neon_ldrx", Isa::neon, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_neon_ldrx, "single 64-bit integer loads"),
    memory_probe("read_sve", Isa::sve, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg", &cachebound_read_sve,
                 "loads of whole scalable vectors"),
    memory_probe("touch_neon", Isa::neon, Access::touch, KERNEL_TOUCH_LOADS * 8, 0, "chain_add_reg",
                 &cachebound_touch_neon, "one 64-bit load per line"),
    memory_probe("write_neon_stp", Isa::neon, Access::write, 0, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_write_neon_stp, "128-bit stores in pairs"),
    memory_probe("write_neon_str", Isa::neon, Access::write, 0, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_write_neon_str, "single 128-bit stores"),
    memory_probe("write_sve", Isa::sve, Access::write, 0, KERNEL_BLOCK_BYTES, "chain_add_reg", &cachebound_write_sve,
                 "stores of whole scalable vectors"),
    memory_probe("ntwrite_neon", Isa::neon, Access::ntwrite, 0, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_ntwrite_neon, "128-bit stores in pairs, non-temporal hint"),
    memory_probe("zero_neon", Isa::neon, Access::zero, 0, KERNEL_BLOCK_BYTES, "chain_add_reg", &cachebound_zero_neon,
                 "dc zva, of whatever size this core has"),
    memory_probe("copy_neon", Isa::neon, Access::copy, KERNEL_BLOCK_BYTES, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_copy_neon, "128-bit loads and stores in pairs"),
    memory_probe("copy_sve", Isa::sve, Access::copy, KERNEL_BLOCK_BYTES, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_copy_sve, "loads and stores of whole scalable vectors"),
    memory_probe("ntcopy_neon", Isa::neon, Access::ntcopy, KERNEL_BLOCK_BYTES, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_ntcopy_neon, "128-bit loads and stores in pairs, stores with the non-temporal hint"),
    memory_probe("update_neon", Isa::neon, Access::update, KERNEL_BLOCK_BYTES, KERNEL_BLOCK_BYTES, "chain_add_reg",
                 &cachebound_update_neon, "lines exchanged in pairs"),
    memory_probe("r3w1_neon", Isa::neon, Access::r3w1, read_in_pattern(KERNEL_BLOCK_BYTES, 3),
                 written_in_pattern(KERNEL_BLOCK_BYTES, 3), "chain_add_reg", &cachebound_r3w1_neon,
                 "of four lines, three read, one written"),
    memory_probe("r2w1_neon", Isa::neon, Access::r2w1, read_in_pattern(KERNEL_R2W1_BLOCK_BYTES, 2),
                 written_in_pattern(KERNEL_R2W1_BLOCK_BYTES, 2), "chain_add_reg", &cachebound_r2w1_neon,
                 "of three lines, two read, one written", KERNEL_R2W1_BLOCK_BYTES),
    memory_probe("r1w1_neon", Isa::neon, Access::r1w1, read_in_pattern(KERNEL_BLOCK_BYTES, 1),
                 written_in_pattern(KERNEL_BLOCK_BYTES, 1), "chain_add_reg", &cachebound_r1w1_neon,
                 "of two lines, one read, one written"),
};

}  // namespace cachebound::probes
