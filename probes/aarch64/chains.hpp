// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "probes/entries.hpp"

namespace cachebound::probes {

extern "C" {
KernelSignature cachebound_chain_add_reg, cachebound_chain_eor, cachebound_chain_add_imm;
}

inline constexpr std::array chain_table{
    chain_probe("chain_add_reg", Isa::scalar, KERNEL_CHAIN_STEPS, 1, {}, &cachebound_chain_add_reg,
                "dependent add of a register"),
    chain_probe("chain_eor", Isa::scalar, KERNEL_CHAIN_STEPS, 1, {}, &cachebound_chain_eor,
                "dependent exclusive or of a register"),
    never_a_clock(chain_probe("chain_add_imm", Isa::scalar, KERNEL_CHAIN_STEPS, 1, {}, &cachebound_chain_add_imm,
                              "dependent add of an immediate: no clock, some cores fold it at rename")),
};

}  // namespace cachebound::probes
