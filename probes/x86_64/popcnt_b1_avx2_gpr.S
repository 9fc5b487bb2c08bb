// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_avx2_gpr: bit-serial multiply-accumulate in general registers, 64 bit.
//
// A step is mov, and, popcnt, add; the mov stands where real code loads, and cuts the false dependency that popcnt has
// on its destination on some cores. One bit counts as two operations: 128 per step, counted by its popcnt. Nothing of
// it is AVX2, but popcnt is no part of the base set, and every AVX2 core has it. Frame and register map: compute.h.
//
//   rsi bits, then their number
#include "probes/x86_64/compute.h"

.macro step r
        count_bits %(\r+8)
.endm
.macro count_bits sum
        mov     rsi, rax
        and     rsi, rcx
        popcnt  rsi, rsi
        add     r\sum, rsi
.endm
compute_kernel cachebound_popcnt_b1_avx2_gpr, gpr, KERNEL_BITS_CHAINS, KERNEL_WORD_STEPS, step
