// SPDX-License-Identifier: Apache-2.0
// read_neon_vld1: read bandwidth, vld1 of four doubleword registers (32 bytes).
//
// vld1 has no offset form: each load moves its base. Two bases, one for each half of a line, step from line to line, so
// that the chain of addresses (a cycle per step) allows two loads per cycle and the order in memory is still the
// natural one, which prefetchers follow. The alignment hint (:256) spares cores before A15 a cycle; the window is
// 64-byte aligned anyway. A destination returns after six loads: an in-order core may wait on a register whose load is
// still under way.
//
//   void cachebound_read_neon_vld1(size_t blocks,                r0   > 0
//                                  const MemoryWindow* window,   r1   whole blocks, 64-byte aligned
//                                  const void** position)        r2   out: where the next call goes on
//
//   memory_kernel.h, and r4 the step of 64     d0-d7, d16-d31 data
#include "probes/arm/memory_kernel.h"

#if KERNEL_BLOCK_BYTES != (10 * 6 + 4) * 32
#error "the register lists below add up to 2048 bytes"
#endif

begin_walk cachebound_read_neon_vld1
        mov     r4, #64
        add     r12, r3, #32
        align_loop
1:
        .rept   10
        vld1.64 {d0-d3}, [r3:256], r4
        vld1.64 {d4-d7}, [r12:256], r4
        vld1.64 {d16-d19}, [r3:256], r4
        vld1.64 {d20-d23}, [r12:256], r4
        vld1.64 {d24-d27}, [r3:256], r4
        vld1.64 {d28-d31}, [r12:256], r4
        .endr
        vld1.64 {d0-d3}, [r3:256], r4
        vld1.64 {d4-d7}, [r3:256], r4
        cmp     r3, r1
        vld1.64 {d16-d19}, [r12:256], r4
        moveq   r3, lr
        subs    r0, r0, #1
        vld1.64 {d20-d23}, [r12:256], r4
        add     r12, r3, #32
        bne     1b
end_walk cachebound_read_neon_vld1
