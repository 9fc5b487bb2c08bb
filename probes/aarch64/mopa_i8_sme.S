// SPDX-License-Identifier: Apache-2.0
// mopa_i8_sme: peak rate of signed 8-bit outer products into 32-bit tiles, any streaming vector length (smopa).
//
// Each 32-bit lane holds four bytes, a row of the n x 4 or a column of the 4 x n matrix, n = SVL / 32: n x n sums take
// four products each.
#include "probes/aarch64/tiles.h"

.macro step number_
        smopa   za\number_\().s, p0/m, p0/m, z0.b, z1.b
.endm

kernel_of_s_tiles cachebound_mopa_i8_sme, step
store_tiles_of KERNEL_TILES_S
