// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/entries.hpp"
#include "probes/x86_64/counts.h"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_chain_add_reg, cachebound_chain_imul, cachebound_chain_add_imm, cachebound_chain_fma_avx2,
    cachebound_chain_fma_avx512, cachebound_chain_add_avx512, cachebound_chain_add_amx_int8,
    cachebound_chain_add_amx_bf16;
}

inline constexpr std::array chain_table{
    chain_probe("chain_add_reg", Isa::scalar, KERNEL_CHAIN_STEPS, 1, {}, &cachebound_chain_add_reg,
                "dependent add of a register"),
    chain_probe("chain_imul", Isa::scalar, KERNEL_CHAIN_STEPS, 3, {}, &cachebound_chain_imul,
                "dependent 64-bit multiply"),
    never_a_clock(chain_probe("chain_add_imm", Isa::scalar, KERNEL_CHAIN_STEPS, 1, {}, &cachebound_chain_add_imm,
                              "dependent add of an immediate: no clock, some cores fold it at rename")),
    chain_probe("chain_fma_avx2", Isa::avx2, KERNEL_CHAIN_FMA_STEPS, {}, "chain_add_reg", &cachebound_chain_fma_avx2,
                "dependent 256-bit FMA, calibrated at run time"),
    chain_probe("chain_fma_avx512", Isa::avx512, KERNEL_CHAIN_FMA_STEPS, {}, "chain_add_reg",
                &cachebound_chain_fma_avx512, "dependent 512-bit FMA, calibrated at run time"),
    chain_probe("chain_add_avx512", Isa::avx512, KERNEL_CHAIN_STEPS, 1, "chain_add_reg", &cachebound_chain_add_avx512,
                "dependent add of a register beside 512-bit logic"),
    chain_probe("chain_add_amx_int8", Isa::amx_int8, KERNEL_TILE_CHAIN_STEPS, 1, "chain_add_reg",
                &cachebound_chain_add_amx_int8, "dependent add of a register beside tile products of bytes"),
    chain_probe("chain_add_amx_bf16", Isa::amx_bf16, KERNEL_TILE_CHAIN_STEPS, 1, "chain_add_reg",
                &cachebound_chain_add_amx_bf16, "dependent add of a register beside tile products of bf16"),
};

}  // namespace cachebound::probes
