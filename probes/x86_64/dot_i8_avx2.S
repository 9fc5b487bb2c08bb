// SPDX-License-Identifier: Apache-2.0
// dot_i8_avx2: rate of 8-bit products into 32-bit sums where there is no vpdpbusd, 256 bit.
//
// Three instructions, as int8 kernels for AVX2 have them: vpmaddubsw (products of unsigned and signed bytes, pairs
// added in 16 bits, saturating), vpmaddwd with ones (pairs of those in 32 bits), vpaddd. A step makes 32 products: 64
// operations, counted by its vpmaddubsw. Only the additions form chains, one cycle each. Timed operands do not
// saturate: 2 x 53 x 27. Frame and register map: compute.h.
//
//   ymm12 products     ymm13 ones of 16 bits
#include "probes/x86_64/compute.h"

.macro step r
        vpmaddubsw ymm12, ymm14, ymm15
        vpmaddwd ymm12, ymm12, ymm13
        vpaddd  ymm\r, ymm\r, ymm12
.endm
.macro make_ones
        vpcmpeqw ymm13, ymm13, ymm13
        vpsrlw  ymm13, ymm13, 15
.endm
compute_kernel cachebound_dot_i8_avx2, ymm, KERNEL_YMM_ACCUMULATORS, KERNEL_YMM_UNROLL, step, , make_ones
