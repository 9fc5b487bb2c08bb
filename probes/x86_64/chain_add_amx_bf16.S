// SPDX-License-Identifier: Apache-2.0
// chain_add_amx_bf16: the clock chain in the power state of dot_bf16_amx_bf16.
//
// Dependent adds beside tile products of bf16, since no other chain reads the clock that they leave (evidence: amx.h).
// Frame and register map: amx.h.
#include "probes/x86_64/amx.h"

.macro product t
        tdpbf16ps tmm\t, tmm6, tmm7
.endm
amx_chain cachebound_chain_add_amx_bf16
