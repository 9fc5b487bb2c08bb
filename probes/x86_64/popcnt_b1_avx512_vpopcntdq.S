// SPDX-License-Identifier: Apache-2.0
// popcnt_b1_avx512_vpopcntdq: bit-serial multiply-accumulate with a population count of 64-bit lanes, 512 bit.
//
// A step is vpandq, vpopcntq and vpaddq: nothing needs widening. One bit counts as two operations: 1024 per step,
// counted by its vpopcntq. Four chains of additions of one cycle. Frame and register map: compute.h.
//
//   zmm24 bits, then their number
#include "probes/x86_64/compute.h"

.macro step r
        vpandq  zmm24, zmm30, zmm31
        vpopcntq zmm24, zmm24
        vpaddq  zmm\r, zmm\r, zmm24
.endm
compute_kernel cachebound_popcnt_b1_avx512_vpopcntdq, zmm, KERNEL_BITS_CHAINS, KERNEL_WIDE_WORD_STEPS, step
