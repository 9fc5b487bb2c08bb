// SPDX-License-Identifier: Apache-2.0
// Counts of the arm kernels, each written once: the .S files unroll by them, the tables compute operations and bytes.
// Nothing but #defines of plain integers, so that both preprocessors understand it.
#pragma once

#include "probes/kernel_abi.h"

// Accumulators in 128-bit registers: 14 of 16, beside two operands. 14 >= 1 pipe x 10 cycles (A57 without forwarding of
// the accumulator) and >= 2 x 4 (A76). In 64-bit and 32-bit registers: 28, since A53, A57 and A72 execute two of those
// per cycle, and 28 >= 2 x 10. Unrolled to 112 instructions: a taken branch is less than 1 %.
#define KERNEL_ARM_Q_CHAINS 14
#define KERNEL_ARM_Q_UNROLL 8
#define KERNEL_ARM_D_CHAINS 28
#define KERNEL_ARM_D_UNROLL 4

// Separate multiplication and addition: pairs per accumulator and iteration, and products under way. A product is added
// three pairs, 6 instructions, after its multiplication.
#define KERNEL_ARM_MULADD_CHAINS 10
#define KERNEL_ARM_MULADD_PRODUCTS 4
#define KERNEL_ARM_MULADD_UNROLL 6

// 8-bit products: sums of 32 bits, sums of 16 bits under way, and steps (vmull, vmlal, vpadal) per 32-bit sum and
// iteration.
#define KERNEL_ARM_MLA_I8_CHAINS 8
#define KERNEL_ARM_MLA_I8_PRODUCTS 6
#define KERNEL_ARM_MLA_I8_UNROLL 6

// Population count: sums of bytes, how often each grows before it is widened (8 bits each time: 31 x 8 < 256), and the
// 32-bit sums into which they go.
#define KERNEL_ARM_POPCNT_BYTE_SUMS 6
#define KERNEL_ARM_POPCNT_DEFERRED 31
#define KERNEL_ARM_POPCNT_CHAINS 2

// Whole patterns of two lines read and one written.
#define KERNEL_ARM_R2W1_BLOCK_BYTES 1536

// Accumulator sweeps: kernels of 1 to this many accumulators.
#define KERNEL_ARM_SWEEP_LENGTH 14

// Load slots: loads per iteration of every form.
#define KERNEL_ARM_SLOT_LOADS 128

// Mixed: 8 accumulators of 128 bits, and how many multiply-adds a block has at so many to so many times 16 bytes. They
// go round all accumulators equally often, hence a power of two, and 16 registers hold operands and data too. Only the
// accumulator is in a chain: 8 >= 1 pipe x 4 cycles (A53, A55), 2 x 2 (A76) and 4 x 2 (X1), which forward it.
#define KERNEL_ARM_MIXED_CHAINS 8
#define KERNEL_ARM_MIXED_FMAS(fmas, vectors) (KERNEL_BLOCK_BYTES / 16 * (fmas) / (vectors))
#define KERNEL_ARM_MIXED_LOADS_Q (KERNEL_BLOCK_BYTES / 16)
#define KERNEL_ARM_MIXED_LOADS_D (KERNEL_BLOCK_BYTES / 8)
