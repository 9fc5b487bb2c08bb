// SPDX-License-Identifier: Apache-2.0
// mopa_f32_sme: peak rate of f32 outer products into f32 tiles, any streaming vector length (fmopa, non-widening).
//
// A column times a row of n = SVL / 32 lanes: n x n multiply-accumulates per instruction. Four tiles are all there are,
// and enough for a product per cycle of 4 cycles (Apple M4: tzakharko/m4-sme-exploration, reports/02, which finds both,
// 2000 GFLOPS of n = 16, and that the cores of a cluster share one unit).
#include "probes/aarch64/tiles.h"

.macro step number_
        fmopa   za\number_\().s, p0/m, p0/m, z0.s, z1.s
.endm

kernel_of_s_tiles cachebound_mopa_f32_sme, step
sweep cachebound_mopa_f32_sme, kernel_of_s_tiles, step, KERNEL_TILES_S
store_tiles_of KERNEL_TILES_S
