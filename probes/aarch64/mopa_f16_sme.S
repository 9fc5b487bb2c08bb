// SPDX-License-Identifier: Apache-2.0
// mopa_f16_sme: peak rate of f16 outer products into f32 tiles, any streaming vector length (fmopa, widening).
//
// As mopa_bf16_sme: n x n sums of two products each, n = SVL / 32.
#include "probes/aarch64/tiles.h"

.macro step number_
        fmopa   za\number_\().s, p0/m, p0/m, z0.h, z1.h
.endm

kernel_of_s_tiles cachebound_mopa_f16_sme, step
store_tiles_of KERNEL_TILES_S
