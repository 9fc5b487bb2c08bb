// SPDX-License-Identifier: Apache-2.0
// mopa_f64_sme_f64f64: peak rate of f64 outer products into f64 tiles, any streaming vector length (fmopa of
// FEAT_SME_F64F64).
//
// A column times a row of n = SVL / 64 lanes: n x n multiply-accumulates per instruction, a quarter of f32. There are
// eight tiles.
#include "probes/aarch64/tiles.h"

// fmopa za<number>.d, p0/m, p0/m, z0.d, z1.d by its encoding: the name of the extension is sme-f64 in GNU as 2.40, the
// oldest that has SME, and sme-f64f64 in LLVM 16, and neither knows the other's.
.macro step number_
        .inst   0x80c10000 + \number_
.endm

kernel_of_d_tiles cachebound_mopa_f64_sme_f64f64, step
sweep cachebound_mopa_f64_sme_f64f64, kernel_of_d_tiles, step, KERNEL_TILES_D
store_tiles_of KERNEL_TILES_D
