// SPDX-License-Identifier: Apache-2.0
// What the kernels of x86-64 and their entries must agree on. Accumulators: at least latency x pipes, so that the pipes
// are the limit and not the latency. Unroll: so often per loop iteration that some 96 instructions stand for one taken
// branch.
#pragma once

// 16 registers, two of them operands, two scratch. 12 >= 2 pipes x 5 cycles (FMA of Haswell and Zen 2) and >= 2 x 4
// (Skylake, Zen 3 to 5, Golden Cove).
#define KERNEL_YMM_ACCUMULATORS 12
#define KERNEL_YMM_UNROLL 8

// 32 registers, two of them operands, up to six scratch. 24 >= 2 pipes x 12 cycles: more than any here takes.
// (On a Granite Rapids class core MegPeak's ten accumulators of vpdpbusd reach 80 % of the rate that cpufp measures.)
#define KERNEL_ZMM_ACCUMULATORS 24
#define KERNEL_ZMM_UNROLL 4

// 256-bit vpdpbusd: all registers but the operands, for the reason above.
#define KERNEL_VNNI_YMM_ACCUMULATORS 14
#define KERNEL_VNNI_YMM_UNROLL 7

// Sweeps go as far as registers allow beside the two operands; 24 are enough to see the knee.
#define KERNEL_YMM_SWEEP 14
#define KERNEL_ZMM_SWEEP 24

// Population counts. A byte gains at most 8 per step, so 31 steps fit into one (31 x 8 = 248) before it is widened:
// there the unrolling is that depth. Four accumulators of additions, one cycle each, occupy four pipes.
#define KERNEL_BITS_CHAINS 4
#define KERNEL_BYTE_STEPS 31
// Sums of whole words need no widening.
#define KERNEL_WORD_STEPS 24
// At 24 steps vpopcntq settles, call by call, in one of two states 0.6 % apart (677.5 and 681.8 operations per cycle on a
// Granite Rapids class core), which differ by a cycle per loop: four times as long a loop makes that 0.15 %.
#define KERNEL_WIDE_WORD_STEPS 96

// AMX: six of the eight tiles. A product of whole tiles occupies the unit for 16 cycles (32768 operations on bytes,
// 2048 per cycle on Sapphire Rapids), so six are enough for a latency of 96.
#define KERNEL_TILE_ACCUMULATORS 6
#define KERNEL_TILE_UNROLL 16

// Adds of a clock chain for each tile product beside them: more than the 32 cycles after which the unit, which two
// hardware threads of a core share, can have done one for each of them. (From 17 to 32 adds the clock reads the same
// within 0.01 % on a Granite Rapids class core.)
#define KERNEL_TILE_CHAIN_ADDS 40
#define KERNEL_TILE_CHAIN_STEPS (KERNEL_TILE_CHAIN_ADDS * KERNEL_TILE_ACCUMULATORS)

// Loads per block where a load is narrower than its step through the block.
#define KERNEL_BROADCASTS 128
#define KERNEL_BROADCAST_STEP 16

// 64-bit loads: see loads_scalar.S.
#define KERNEL_SCALAR_LOADS 80
#define KERNEL_SCALAR_LOAD_STEP 24

// 256-bit loads and stores mixed: at the end of each half the frame costs a few cycles in which the pattern of ports is
// found anew, and which one is found differs from run to run: copies in L1 at 113 or 120 of 128 bytes per cycle where a
// half is 1 KiB, always 127.9 where it is 2 KiB (Granite Rapids class core).
#define KERNEL_LONG_BLOCK_BYTES 4096

// Of three lines, two are read and one is written: a block of whole triples.
#define KERNEL_R2W1_BLOCK_BYTES 6144

// Mixed: an iteration is a whole number of multiply-adds of every accumulator at each ratio from 4:1 to 1:4. 16 ymm
// registers leave 8 or 12 accumulators beside operands and data, and 8 < 2 pipes x 5 cycles: so 12, of which the 64
// loads of a block of 2048 bytes make no whole number, but the 48 of 1536 do (12 multiply-adds at 1:4).
#define KERNEL_MIXED_YMM_BLOCK_BYTES 1536
#define KERNEL_MIXED_YMM_ACCUMULATORS 12
// 16 zmm accumulators >= 2 pipes x 4 cycles. The 32 loads of a block of 2048 bytes stand beside 8 multiply-adds at 1:4:
// eight accumulators, each once per block, which takes 8 cycles even at four loads per cycle.
#define KERNEL_MIXED_ZMM_BLOCK_BYTES KERNEL_BLOCK_BYTES
#define KERNEL_MIXED_ZMM_ACCUMULATORS 16
#define KERNEL_MIXED_ZMM_1TO4_ACCUMULATORS 8
