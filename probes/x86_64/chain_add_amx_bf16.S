// SPDX-License-Identifier: Apache-2.0
// chain_add_amx_bf16: the clock chain in the power state of dot_bf16_amx_bf16.
//
// Tile products lower the clock within microseconds and by more than 512-bit multiply-adds do, so that neither a scalar
// chain nor chain_fma_avx512 beside them reads their clock: 1734 and 1860 to 2035 operations per cycle (int8) where this
// one reads 2045.8 of 2048 (quartiles 2045.7 and 2045.8; Granite Rapids class KVM guest, 2026-11-23, 25 samples).
// Frame and register map: amx.h.
#include "probes/x86_64/amx.h"

.macro product t
        tdpbf16ps tmm\t, tmm6, tmm7
.endm
amx_chain cachebound_chain_add_amx_bf16
