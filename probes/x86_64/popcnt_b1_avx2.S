// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_avx2: bit-serial multiply-accumulate without a vector population count, 256 bit.
//
// A step ands the operands, looks up the number of set bits of either half of each byte with vpshufb (Mula, Kurz and
// Lemire, Faster Population Counts Using AVX2 Instructions, 2018) and adds it to sums of bytes; after 31 steps (31 x 8
// < 256) vpsadbw widens those to the 64-bit accumulators. One bit counts as two operations: 512 per step, counted by
// its vpsrlw. Eight instructions per step, four chains of two additions of one cycle. The order keeps shifts and
// shuffles apart, which share two pipes on a Zen 4: there it makes 0.50 steps per cycle, the limit of four pipes, where
// the obvious order reaches 0.41 to 0.45; with the widening, which costs 17 cycles of 265 where its instructions should
// cost 2, it makes 0.468, however the widening is spread. Frame: compute.h.
//
//   ymm0-3 accumulators   ymm4-7 sums of bytes   ymm8-9 scratch   ymm10 zero   ymm11 0x0f   ymm12 bits of a nibble
#include "probes/x86_64/compute.h"

.macro step r
        count_bits %(\r+4)
.endm
.macro count_bits sum
        vpand   ymm8, ymm14, ymm15
        vpand   ymm9, ymm8, ymm11
        vpshufb ymm9, ymm12, ymm9
        vpsrlw  ymm8, ymm8, 4
        vpand   ymm8, ymm8, ymm11
        vpaddb  ymm\sum, ymm\sum, ymm9
        vpshufb ymm8, ymm12, ymm8
        vpaddb  ymm\sum, ymm\sum, ymm8
.endm
.macro widen r
        widen_sum \r, %(\r+4)
.endm
.macro widen_sum r, sum
        vpsadbw ymm8, ymm\sum, ymm10
        vpaddq  ymm\r, ymm\r, ymm8
        vpxor   ymm\sum, ymm\sum, ymm\sum
.endm
.macro make_constants
        mov     eax, 0x0f0f0f0f
        vmovd   xmm11, eax
        vpbroadcastd ymm11, xmm11
        vbroadcasti128 ymm12, xmmword ptr [rip + bits_of_nibble]
        vpxor   ymm10, ymm10, ymm10
        each_accumulator KERNEL_BITS_CHAINS, clear_sum
.endm
.macro clear_sum r
        zero_ymm %(\r+4)
.endm
compute_kernel cachebound_popcnt_b1_avx2, ymm, KERNEL_BITS_CHAINS, KERNEL_BYTE_STEPS, step, , make_constants, widen

        .section .rodata
        .p2align 4
bits_of_nibble:
        .byte   0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4
