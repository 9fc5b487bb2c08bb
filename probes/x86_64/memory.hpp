// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/entries.hpp"
#include "probes/x86_64/counts.h"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_read_avx2, cachebound_read_avx2_xmm, cachebound_write_avx2, cachebound_ntwrite_avx2,
    cachebound_copy_avx2, cachebound_update_avx2, cachebound_r3w1_avx2, cachebound_r2w1_avx2, cachebound_r1w1_avx2,
    cachebound_read_avx512, cachebound_write_avx512, cachebound_ntwrite_avx512, cachebound_copy_avx512,
    cachebound_update_avx512, cachebound_r3w1_avx512, cachebound_r2w1_avx512, cachebound_r1w1_avx512,
    cachebound_ntcopy_avx2, cachebound_ntcopy_avx512, cachebound_touch_scalar;
}

/// Bytes that one block of `block` bytes asks for. Clocks as in compute.hpp.
struct BlockTraffic {
  int block;
  int read;
  int written;
};

constexpr BlockTraffic both(int block) { return {block, block, block}; }
constexpr BlockTraffic three_to_one(int block) { return {block, block / 4 * 3, block / 4}; }
constexpr BlockTraffic two_to_one(int block) { return {block, block / 3 * 2, block / 3}; }
constexpr BlockTraffic one_to_one(int block) { return {block, block / 2, block / 2}; }

inline constexpr int usual = KERNEL_BLOCK_BYTES, extended = KERNEL_LONG_BLOCK_BYTES, triples = KERNEL_R2W1_BLOCK_BYTES;
inline constexpr BlockTraffic all_read{usual, usual, 0}, all_written{usual, 0, usual};

constexpr Probe memory_vector(std::string_view id, Isa isa, Access access, BlockTraffic bytes, KernelFn kernel,
                              std::string_view summary) {
  return memory_probe(id, isa, access, bytes.read, bytes.written, "chain_add_reg", kernel, summary,
                      static_cast<std::size_t>(bytes.block));
}
constexpr Probe memory_avx2(std::string_view id, Access access, BlockTraffic bytes, KernelFn kernel,
                            std::string_view summary) {
  return memory_vector(id, Isa::avx2, access, bytes, kernel, summary);
}
constexpr Probe memory_avx512(std::string_view id, Access access, BlockTraffic bytes, KernelFn kernel,
                              std::string_view summary) {
  return memory_vector(id, Isa::avx512, access, bytes, kernel, summary);
}

inline constexpr std::array memory_table{
    memory_avx2("read_avx2", Access::read, all_read, &cachebound_read_avx2, "256-bit loads"),
    memory_probe("read_avx2_xmm", Isa::avx2, Access::read, KERNEL_BLOCK_BYTES, 0, "chain_add_reg",
                 &cachebound_read_avx2_xmm, "128-bit loads"),
    memory_avx512("read_avx512", Access::read, all_read, &cachebound_read_avx512, "512-bit loads"),
    memory_avx2("write_avx2", Access::write, all_written, &cachebound_write_avx2, "256-bit stores"),
    memory_avx512("write_avx512", Access::write, all_written, &cachebound_write_avx512, "512-bit stores"),
    memory_avx2("ntwrite_avx2", Access::ntwrite, all_written, &cachebound_ntwrite_avx2, "256-bit non-temporal stores"),
    memory_avx512("ntwrite_avx512", Access::ntwrite, all_written, &cachebound_ntwrite_avx512,
                  "512-bit non-temporal stores"),
    memory_avx2("copy_avx2", Access::copy, both(extended), &cachebound_copy_avx2,
                "256-bit loads and stores, two streams"),
    memory_avx512("copy_avx512", Access::copy, both(usual), &cachebound_copy_avx512,
                  "512-bit loads and stores, two streams"),
    memory_avx2("ntcopy_avx2", Access::ntcopy, both(usual), &cachebound_ntcopy_avx2,
                "256-bit loads, non-temporal stores, two streams"),
    memory_avx512("ntcopy_avx512", Access::ntcopy, both(usual), &cachebound_ntcopy_avx512,
                  "512-bit loads, non-temporal stores, two streams"),
    memory_avx2("update_avx2", Access::update, both(extended), &cachebound_update_avx2,
                "256 bit, lines exchanged in pairs"),
    memory_avx512("update_avx512", Access::update, both(usual), &cachebound_update_avx512,
                  "512 bit, lines exchanged in pairs"),
    memory_avx2("r3w1_avx2", Access::r3w1, three_to_one(extended), &cachebound_r3w1_avx2,
                "256 bit, every fourth line written"),
    memory_avx512("r3w1_avx512", Access::r3w1, three_to_one(extended), &cachebound_r3w1_avx512,
                  "512 bit, every fourth line written"),
    memory_avx2("r2w1_avx2", Access::r2w1, two_to_one(triples), &cachebound_r2w1_avx2,
                "256 bit, every third line written"),
    memory_avx512("r2w1_avx512", Access::r2w1, two_to_one(triples), &cachebound_r2w1_avx512,
                  "512 bit, every third line written"),
    memory_avx2("r1w1_avx2", Access::r1w1, one_to_one(extended), &cachebound_r1w1_avx2,
                "256 bit, every other line written"),
    memory_avx512("r1w1_avx512", Access::r1w1, one_to_one(usual), &cachebound_r1w1_avx512,
                  "512 bit, every other line written"),
    memory_probe("touch_scalar", Isa::scalar, Access::touch, KERNEL_BLOCK_BYTES / 64 * 8, 0, "chain_add_reg",
                 &cachebound_touch_scalar, "one 8-byte load per line"),
};

}  // namespace cachebound::probes
