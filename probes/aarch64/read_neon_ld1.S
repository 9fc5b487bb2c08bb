// SPDX-License-Identifier: Apache-2.0
// read_neon_ld1: read bandwidth, four 128-bit registers per instruction.
//
// 64 bytes at once: as fast as the fastest other form on A72, N1, V1 and X1, 7.7 of 8 bytes per cycle on A53. ld1 has
// no offset, and with writeback it chains its addresses and costs a uop on A57 and A72: each of the 16 loads of a block
// of 1024 bytes has a base of its own, made one quarter ahead beside the loads of the last.
//
//   void cachebound_read_neon_ld1(size_t blocks,                x0   > 0
//                                 const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                                 const void** position)        x2   out: where the next call goes on
//
//   x3 this block     x4 of the next     x5 of the window's first     x6 of the one after its last
//   x7-x17, x19-x23 bases     v0-v7, v16-v31 data
#include "probes/aarch64/memory.h"

#if KERNEL_LD1_BLOCK_BYTES != 16 * 64
#error "16 registers are bases"
#endif

// Base n is x7 + n, without x18, which belongs to the platform.
.macro base number_, block_begin_
        base_register %(7 + \number_ + ((\number_ >= 11) & 1)), \number_, \block_begin_
.endm
.macro base_register register_, number_, block_begin_
        add     x\register_, \block_begin_, #\number_ * 64
.endm

.macro load number_
        load_from %(7 + \number_ + ((\number_ >= 11) & 1)), %(16 + \number_ % 4 * 4)
.endm
.macro load_from register_, first_
        load_four \register_, \first_, %(\first_ + 3)
.endm
.macro load_four register_, first_, last_
        ld1     {v\first_\().4s-v\last_\().4s}, [x\register_]
.endm

// One load, and the base that the same load of the next quarter needs.
.macro load_and_prepare number_
        load    \number_
        .if     part == 3
        base    %(\number_ - 12), x4
        .else
        base    %(\number_ + 4), x3
        .endif
.endm

.macro quarter
        load_and_prepare %(part * 4)
        load_and_prepare %(part * 4 + 1)
        load_and_prepare %(part * 4 + 2)
        load_and_prepare %(part * 4 + 3)
.endm

.macro first_bases_of_16
        stp     x19, x20, [sp, #-48]!
        .cfi_adjust_cfa_offset 48
        stp     x21, x22, [sp, #16]
        str     x23, [sp, #32]
        .cfi_rel_offset x19, 0
        .cfi_rel_offset x20, 8
        .cfi_rel_offset x21, 16
        .cfi_rel_offset x22, 24
        .cfi_rel_offset x23, 32
        base    0, x3
        base    1, x3
        base    2, x3
        base    3, x3
.endm

.macro restore_x19_x23
        ldr     x23, [sp, #32]
        ldp     x21, x22, [sp, #16]
        ldp     x19, x20, [sp], #48
        .cfi_adjust_cfa_offset -48
.endm

walk cachebound_read_neon_ld1, quarter, first_bases_of_16, 0, KERNEL_LD1_BLOCK_BYTES, restore_x19_x23
