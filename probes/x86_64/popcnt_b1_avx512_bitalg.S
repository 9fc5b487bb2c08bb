// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_avx512_bitalg: bit-serial multiply-accumulate with a population count of bytes, 512 bit.
//
// A step is vpandq, vpopcntb and vpaddb; after 31 steps (31 x 8 < 256) vpsadbw widens the sums of bytes to the 64-bit
// accumulators. One bit counts as two operations: 1024 per step, counted by its vpopcntb. Four chains of additions of
// one cycle. Frame: compute.h.
//
//   zmm0-3 accumulators     zmm4-7 sums of bytes     zmm24 bits, then their number     zmm25 zero
#include "probes/x86_64/compute.h"

.macro step r
        count_bits %(\r+4)
.endm
.macro count_bits sum
        vpandq  zmm24, zmm30, zmm31
        vpopcntb zmm24, zmm24
        vpaddb  zmm\sum, zmm\sum, zmm24
.endm
.macro widen r
        widen_sum \r, %(\r+4)
.endm
.macro widen_sum r, sum
        vpsadbw zmm24, zmm\sum, zmm25
        vpaddq  zmm\r, zmm\r, zmm24
        vpxord  zmm\sum, zmm\sum, zmm\sum
.endm
.macro clear_sums
        zero_zmm 25
        each_accumulator KERNEL_BITS_CHAINS, clear_sum
.endm
.macro clear_sum r
        zero_zmm %(\r+4)
.endm
compute_kernel cachebound_popcnt_b1_avx512_bitalg, zmm, KERNEL_BITS_CHAINS, KERNEL_BYTE_STEPS, step, , clear_sums, widen
