// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/entries.hpp"
#include "probes/x86_64/counts.h"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_loads_avx2, cachebound_loads_avx2_xmm, cachebound_loads_avx2_broadcast,
    cachebound_loads_avx2_gather, cachebound_loads_avx512, cachebound_loads_avx512_broadcast, cachebound_loads_scalar,
    cachebound_chase_scalar, cachebound_chase_scalar_paged, cachebound_chase_scalar_pairs;
}

/// A load instruction of `bytes`, so many times that a block is walked through.
constexpr Probe whole_block_loads(std::string_view id, Isa isa, int bytes, std::string_view chain, KernelFn kernel,
                                  std::string_view summary) {
  return load_slot_probe(id, isa, KERNEL_BLOCK_BYTES / bytes, KERNEL_BLOCK_BYTES, chain, kernel, summary);
}

static_assert(KERNEL_BROADCASTS * KERNEL_BROADCAST_STEP == KERNEL_BLOCK_BYTES);
static_assert(KERNEL_SCALAR_LOADS * KERNEL_SCALAR_LOAD_STEP <= KERNEL_BLOCK_BYTES);

constexpr Probe broadcasts(std::string_view id, Isa isa, std::string_view chain, KernelFn kernel,
                           std::string_view summary) {
  return load_slot_probe(id, isa, KERNEL_BROADCASTS, KERNEL_BROADCASTS * 4, chain, kernel, summary);
}

inline constexpr std::array loads_table{
    of_whole_registers(Isa::scalar,
                       load_slot_probe("loads_scalar", Isa::scalar, KERNEL_SCALAR_LOADS, KERNEL_SCALAR_LOADS * 8,
                                       "chain_add_reg", &cachebound_loads_scalar, "64 bits into a general register")),
    of_whole_registers(
        Isa::avx2, whole_block_loads("loads_avx2", Isa::avx2, 32, "chain_add_reg", &cachebound_loads_avx2, "256 bits")),
    whole_block_loads("loads_avx2_xmm", Isa::avx2, 16, "chain_add_reg", &cachebound_loads_avx2_xmm, "128 bits"),
    broadcasts("loads_avx2_broadcast", Isa::avx2, "chain_add_reg", &cachebound_loads_avx2_broadcast,
               "32 bits into every lane of 256"),
    whole_block_loads("loads_avx2_gather", Isa::avx2, 32, "chain_add_reg", &cachebound_loads_avx2_gather,
                      "gathers of eight 32-bit words, each one load"),
    of_whole_registers(Isa::avx512, whole_block_loads("loads_avx512", Isa::avx512, 64, "chain_add_reg",
                                                      &cachebound_loads_avx512, "512 bits")),
    broadcasts("loads_avx512_broadcast", Isa::avx512, "chain_add_reg", &cachebound_loads_avx512_broadcast,
               "32 bits into every lane of 512"),
};

inline constexpr std::array latency_table{
    latency_probe("chase_scalar", &cachebound_chase_scalar, "dependent loads, one random ring through all lines"),
    laid_out(Layout::page_by_page, latency_probe("chase_scalar_paged", &cachebound_chase_scalar_paged,
                                                 "dependent loads, page by page: one TLB miss in 64")),
    laid_out(Layout::line_pairs, latency_probe("chase_scalar_pairs", &cachebound_chase_scalar_pairs,
                                               "dependent loads, every second one a set distance back")),
};

}  // namespace cachebound::probes
