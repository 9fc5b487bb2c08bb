// SPDX-License-Identifier: Apache-2.0
// dot_i8_amx_int8: peak rate of 8-bit products into 32-bit sums, AMX.
//
// tdpbusd: 16 x 16 sums, each gains 64 products of an unsigned byte (multiplier) and a signed one (multiplicand): 32768
// operations. Frame and register map: amx.h; why six accumulators: counts.h.
#include "probes/x86_64/amx.h"

.macro step t
        tdpbusd tmm\t, tmm6, tmm7
.endm
amx_kernel cachebound_dot_i8_amx_int8, step
