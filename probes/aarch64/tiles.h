// SPDX-License-Identifier: Apache-2.0
// The frame of the SME kernels, in which the tiles of ZA are the accumulators.
//
//   void cachebound_<id>(size_t iterations,       x0   > 0
//                        const Operands* in,      x1   a column and a row, 1 in tests
//                        void* out)               x2   the tiles by rows: row 0 of each, row 1 of each, ...
//
// All tiles together are all of ZA: as many rows as a row has bytes, SVL / 8, 64 KiB at the most.
//
//   z0 column     z1 row     p0 all lanes     w12 row of ZA     x3 tiles used     x4 tile of a row     x5 rows
//
// SVL: the vector length of streaming mode, which need not be that of SVE, nor need there be SVE at all (Apple M4). So
// nothing of SVE is executed but between smstart and smstop, and no Advanced SIMD there: it needs FEAT_SME_FA64.
//
// Entering and leaving streaming mode zeroes all vector and predicate registers (Arm ARM, DDI 0487 L.a, B1.4.6, RRSWFQ
// and RKFRQZ): d8-d15, the caller's (AAPCS64, 6.1.2), are saved before the one and restored after the other, operands
// are loaded between them. The caller has no live ZA: nothing in this program but these kernels turns it on.
//
// Accumulators start at zero; nothing is loaded in the loop, whose decrement stands mid-block and whose only branch at
// its end, as in compute.h. The storing has a loop of its own, behind the kernel and shared by those of an object: the
// number of rows is known at run time only.
#pragma once

#include "probes/aarch64/compute.h"

        .arch   armv8.2-a+sme

.macro tile_kernel symbol_, step_, how_many_, repetitions_
begin_kernel \symbol_
        save_d8_d15
        smstart
        operands_sve
        zero    {za}
        align_loop
1:
        .rept   (\repetitions_) / 2
        each_from \step_, 0, \how_many_
        .endr
        subs    x0, x0, #1
        .rept   (\repetitions_) - (\repetitions_) / 2
        each_from \step_, 0, \how_many_
        .endr
        b.ne    1b
        mov     x3, #\how_many_
        b       store_tiles
end_kernel \symbol_
.endm

// Four tiles of 32-bit sums, eight of 64-bit ones; fewer in a sweep.
.macro kernel_of_s_tiles symbol_, step_, how_many_=KERNEL_TILES_S, repetitions_=KERNEL_TILES_S_UNROLL
tile_kernel \symbol_, \step_, \how_many_, \repetitions_
.endm

.macro kernel_of_d_tiles symbol_, step_, how_many_=KERNEL_TILES_D, repetitions_=KERNEL_TILES_D_UNROLL
tile_kernel \symbol_, \step_, \how_many_, \repetitions_
.endm

// The end of every kernel of its object, behind all of them. Of the rows of ZA every `tiles_`-th belongs to the same
// tile; stored are those of the first x3 tiles.
.macro store_tiles_of tiles_
        .type   store_tiles, %function
store_tiles:
        .cfi_startproc
        .cfi_def_cfa_offset 64
        rdsvl   x5, #1
        mov     w12, #0
1:
        and     x4, x12, #(\tiles_ - 1)
        cmp     x4, x3
        b.hs    2f
        str     za[w12, 0], [x2]
        addvl   x2, x2, #1
2:
        add     w12, w12, #1
        cmp     x12, x5
        b.lo    1b
        smstop
        restore_d8_d15
        ret
        .cfi_endproc
        .size   store_tiles, . - store_tiles
.endm
