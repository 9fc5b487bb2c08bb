// SPDX-License-Identifier: Apache-2.0
// mopa_bf16_sme: peak rate of bf16 outer products into f32 tiles, any streaming vector length (bfmopa).
//
// Each 32-bit lane holds two bf16, a row of the n x 2 or a column of the 2 x n matrix, n = SVL / 32: n x n sums take two
// products each. On Apple M4 its latency is 8 cycles, and it is no faster than f32 (m4-sme-exploration, reports/02).
#include "probes/aarch64/tiles.h"

.macro step number_
        bfmopa  za\number_\().s, p0/m, p0/m, z0.h, z1.h
.endm

kernel_of_s_tiles cachebound_mopa_bf16_sme, step
store_tiles_of KERNEL_TILES_S
