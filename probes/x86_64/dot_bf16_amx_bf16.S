// SPDX-License-Identifier: Apache-2.0
// dot_bf16_amx_bf16: peak rate of bf16 products into f32 sums, AMX.
//
// tdpbf16ps: 16 x 16 sums, each gains 32 products: 16384 operations. Frame and register map: amx.h; why six
// accumulators: counts.h.
#include "probes/x86_64/amx.h"

.macro step t
        tdpbf16ps tmm\t, tmm6, tmm7
.endm
amx_kernel cachebound_dot_bf16_amx_bf16, step
