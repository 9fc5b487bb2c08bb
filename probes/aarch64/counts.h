// SPDX-License-Identifier: Apache-2.0
// Counts of the aarch64 kernels, for the .S files and their table alike; see kernel_abi.h, which has those that all
// architectures share.
#pragma once

// Peak rates: 24 accumulators, 4 times per iteration. 24 >= 4 pipes x 5 cycles (the lane forms of Neoverse V1 and X1),
// the largest product of the cores that we know; A64FX, 9 cycles on 2 pipes by LLVM's model, needs 18.
#define KERNEL_CHAINS 24
#define KERNEL_UNROLL 4

// Separate multiplications and additions: a pair per accumulator, twice per iteration.
#define KERNEL_MULADD_UNROLL 2

// mla_i8: smull, smlal2 and sadalp per accumulator, twice per iteration. Two products of 8-bit integers fit a lane of
// 16 bits (2 x 127 x 127 < 2^15), a third does not.
#define KERNEL_MLA_I8_CHAINS 16
#define KERNEL_MLA_I8_UNROLL 2
#define KERNEL_MLA_I8_MULTIPLIES 2

// Population count: accumulators of bytes, and how often a byte can take the up to 8 bits of another: 31 x 8 < 256.
#define KERNEL_POPCNT_CHAINS 8
#define KERNEL_POPCNT_DEFERRED 31

// Population count that widens at once (udot with ones, SVE's cnt of 64-bit lanes).
#define KERNEL_POPCNT_WIDE_CHAINS 16
#define KERNEL_POPCNT_WIDE_UNROLL 2

// Accumulator sweeps.
#define KERNEL_SWEEP_LARGEST 24

// SME: all tiles of ZA, since more chains there are not; as many products per iteration as other peaks have steps.
#define KERNEL_TILES_S 4
#define KERNEL_TILES_S_UNROLL 24
#define KERNEL_TILES_D 8
#define KERNEL_TILES_D_UNROLL 12

// read_neon_ld1 has a base register per load, 16 in all, since ld1 has no offset.
#define KERNEL_LD1_BLOCK_BYTES 1024

// Loads of 2:1 and 3:1 mixtures: whole patterns of lines per block.
#define KERNEL_R2W1_BLOCK_BYTES 1536

// Load slots: instructions per block of KERNEL_BLOCK_BYTES.
#define KERNEL_LOADS_Q 128
#define KERNEL_LOADS_Q_PAIRS 64
#define KERNEL_LOADS_LD1 128
#define KERNEL_LOADS_D 256
#define KERNEL_LOADS_X 256
#define KERNEL_LOADS_X_PAIRS 128

// touch: one load of 8 bytes per line of 64.
#define KERNEL_TOUCH_LOADS 32

// Mixed: 16 accumulators of 128 bits, and how many multiply-adds a block has at so many to so many times 16 bytes. They
// go round all accumulators equally often, hence a power of two. 16 >= 4 pipes x 4 cycles (Neoverse V1, X1, Apple M1);
// A64FX, 9 cycles on 2 pipes by LLVM's model, would need 18: it stays below 16 / 18 of its peak.
#define KERNEL_MIXED_CHAINS 16
#define KERNEL_MIXED_FMAS(fmas, vectors) (KERNEL_BLOCK_BYTES / 16 * (fmas) / (vectors))
