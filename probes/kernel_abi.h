// SPDX-License-Identifier: Apache-2.0
// What a kernel and its catalogue entry must agree on: the only place where a count is written down.
//
// Included by the .S files, which unroll by these numbers, and by the C++ catalogue, which computes flops and bytes
// from them. Nothing but #defines of plain integers, so that both preprocessors understand it.
#pragma once

// Peak multiply-add. Chains: independent accumulators, at least latency x pipes. Unroll: repetitions of all chains per
// loop iteration, so that the taken branch is one instruction in 48 or more.
#define KERNEL_FMA_F32_NEON_CHAINS 24
#define KERNEL_FMA_F32_NEON_UNROLL 4

// Operands: the multiplicand lies behind the largest multiplier, an AMX tile of 16 rows of 64 bytes.
#define KERNEL_OPERAND_BYTES 1024

// Accumulator sweeps: a kernel of k accumulators executes the least multiple of k that is at least 96 instructions, so
// that the taken branch is 1 % of the shortest loop.
#define KERNEL_SWEEP_INSTRUCTIONS(k) ((96 + (k) - 1) / (k) * (k))

// Dependent loads per iteration of a latency kernel: the loop's own instructions hide behind them.
#define KERNEL_CHASE_LOADS 16

// Memory: one iteration moves by one block; a window is a whole number of blocks. Large enough that the wrap
// costs nothing, small enough that every cache size of interest is a multiple of it.
#define KERNEL_BLOCK_BYTES 2048

// The byte that writing kernels store. Not zero: a Zen 5 takes lines of zeros to DRAM twice as fast as any others (67 to
// 90 GB/s by non-temporal stores, all other values 40 to 43; plain ones 34 and 30), and an Ice Lake drops a line of zeros
// that is written over zeros. It is the byte with which WorkingMemory fills its pages.
#define KERNEL_STORED_BYTE 0x3f

// Clock chains: dependent instructions per iteration. 64 one-cycle steps hide one taken branch; a vector chain of 32
// takes longer still.
#define KERNEL_CHAIN_STEPS 64
#define KERNEL_CHAIN_FMA_STEPS 32
#define KERNEL_CHAIN_OUT_BYTES 64

// Layout of probes::MemoryWindow as the kernels see it (catalogue.cpp asserts it).
#if defined(__LP64__)
#define KERNEL_POINTER_BYTES 8
#else
#define KERNEL_POINTER_BYTES 4
#endif
#define KERNEL_WINDOW_BEGIN 0
#define KERNEL_WINDOW_END KERNEL_POINTER_BYTES
#define KERNEL_WINDOW_POSITION (2 * KERNEL_POINTER_BYTES)
#define KERNEL_WINDOW_SECOND (3 * KERNEL_POINTER_BYTES)
#define KERNEL_WINDOW_OPERANDS (4 * KERNEL_POINTER_BYTES)
#define KERNEL_WINDOW_ASCENDING (5 * KERNEL_POINTER_BYTES)

// A mixed kernel stores its accumulators behind its position, on a line of their own.
#define KERNEL_MIXED_ACCUMULATORS 64
