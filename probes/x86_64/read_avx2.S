// SPDX-License-Identifier: Apache-2.0
// read_avx2: read bandwidth, 256-bit loads.
//
// A finding on Zen 4, limit 64 bytes per cycle: loads alone run either at 32.0 cycles per block (63.98 B/cycle) or at
// 33.4 to 34.4 (60 B/cycle), each call keeps to one of the two, and for minutes at a time seven calls of ten take the
// slow one. An instruction for another vector pipe after every fourth load - here a dependent vpaddd - keeps 81 % of
// the calls in the fast state, loads alone 37 % (1000 calls of 60 us each, alternating, 8 KiB). The order of lines,
// their pairing, lfence at entry, nops, integer instructions and loads with an operation do not (27 to 60 %). Why is
// not known. Ten `characterize --quick` before and after: coefficient of variation 2.0 and 0.008 %. One cycle of chain
// per four loads limits no core of up to four loads per cycle. Frame and register map: memory.h.
//
//   ymm0-3 data     ymm4 zero     ymm5 the chain
#include "probes/x86_64/memory.h"

.macro four_loads offset
        vpaddd  ymm5, ymm4, ymm5
        vmovaps ymm0, ymmword ptr [rax + \offset]
        vmovaps ymm1, ymmword ptr [rax + \offset + 32]
        vmovaps ymm2, ymmword ptr [rax + \offset + 64]
        vmovaps ymm3, ymmword ptr [rax + \offset + 96]
.endm
.macro prepare_chain
        vpxor   xmm4, xmm4, xmm4
        vpxor   xmm5, xmm5, xmm5
.endm
.macro walk_half
        each_offset KERNEL_BLOCK_BYTES/2, 4*32, four_loads
.endm
window_kernel cachebound_read_avx2, KERNEL_BLOCK_BYTES/2, walk_half, prepare_chain
