// SPDX-License-Identifier: Apache-2.0
// The frame of the mixed kernels: multiply-adds and loads of one width, evenly interleaved, in the window frame of
// memory.h. A kernel file expands `mixed_kernel` once, with the ratio of multiply-adds to loads.
//
//   void cachebound_<id>(size_t blocks,                rdi   > 0
//                        const MemoryWindow* window,   rsi   with operands; 1.0 in tests
//                        void* out)                    rdx   out: position; at KERNEL_MIXED_ACCUMULATORS accumulators
//
//   ymm: register 14 multiplier, 15 multiplicand, 0-11 accumulators, 12 and 13 data
//   zmm: register 30 multiplier, 31 multiplicand, 0-15 accumulators, 16 and 17 data (0-7; 8 and 9 at 1:4)
//   general registers as in memory.h, rsi the operands
//
// Nothing reads the data: a load neither delays a multiply-add nor the other way round, so that both run at the rate of
// their pipes unless they compete for something, which is the question. Evenly: at 4:1 every load is followed by four
// multiply-adds, at 1:4 every four loads by one.
#pragma once

#include "probes/x86_64/memory.h"

.macro load_operands_ymm
        vmovups ymm14, ymmword ptr [rsi]
        vmovups ymm15, ymmword ptr [rsi + KERNEL_OPERAND_BYTES]
.endm
.macro load_operands_zmm
        vmovups zmm30, zmmword ptr [rsi]
        vmovups zmm31, zmmword ptr [rsi + KERNEL_OPERAND_BYTES]
.endm

.macro zero_ymm r
        vxorps  ymm\r, ymm\r, ymm\r
.endm
.macro zero_zmm r
        vpxord  zmm\r, zmm\r, zmm\r
.endm

.macro multiply_add_ymm r
        vfmadd231ps ymm\r, ymm14, ymm15
.endm
.macro multiply_add_zmm r
        vfmadd231ps zmm\r, zmm30, zmm31
.endm

.macro load_ymm offset, r
        vmovaps ymm\r, ymmword ptr [rax + \offset]
.endm
.macro load_zmm offset, r
        vmovaps zmm\r, zmmword ptr [rax + \offset]
.endm

.macro store_ymm r
        vmovups ymmword ptr [rdx + KERNEL_MIXED_ACCUMULATORS + 32 * \r], ymm\r
.endm
.macro store_zmm r
        vmovups zmmword ptr [rdx + KERNEL_MIXED_ACCUMULATORS + 64 * \r], zmm\r
.endm

.macro each_mixed_accumulator count, what
        .set    this_accumulator, 0
        .rept   \count
        \what   %this_accumulator
        .set    this_accumulator, this_accumulator + 1
        .endr
.endm

.macro mixed_prepare vector, accumulators
        .set    this_multiply_add, 0
        mov     rsi, qword ptr [rsi + KERNEL_WINDOW_OPERANDS]
        load_operands_\vector
        each_mixed_accumulator \accumulators, zero_\vector
.endm

// Groups of `loads` loads and then `multiply_adds`; one of the two is 1. Accumulators go on in turn from half to half.
.macro mixed_half vector, bytes, half, accumulators, multiply_adds, loads
        .set    this_offset, 0
        .rept   (\half) / ((\bytes) * (\loads))
        .rept   \loads
        load_\vector %this_offset, %(\accumulators+this_offset/\bytes%2)
        .set    this_offset, this_offset + \bytes
        .endr
        .rept   \multiply_adds
        multiply_add_\vector %(this_multiply_add%\accumulators)
        .set    this_multiply_add, this_multiply_add + 1
        .endr
        .endr
.endm

.macro mixed_leave vector, accumulators
        each_mixed_accumulator \accumulators, store_\vector
        vzeroupper
.endm

.macro mixed_kernel name, vector, bytes, half, accumulators, multiply_adds, loads
window_kernel \name, \half, <mixed_half \vector, \bytes, \half, \accumulators, \multiply_adds, \loads>, \
              <mixed_prepare \vector, \accumulators>, \
              <mixed_leave \vector, \accumulators>
.endm

// At the width and the counts of an instruction set.
.macro mixed_kernel_ymm name, multiply_adds, loads
mixed_kernel \name, ymm, 32, KERNEL_MIXED_YMM_BLOCK_BYTES/2, KERNEL_MIXED_YMM_ACCUMULATORS, \multiply_adds, \loads
.endm
.macro mixed_kernel_zmm name, multiply_adds, loads, accumulators=KERNEL_MIXED_ZMM_ACCUMULATORS
mixed_kernel \name, zmm, 64, KERNEL_MIXED_ZMM_BLOCK_BYTES/2, \accumulators, \multiply_adds, \loads
.endm
