// SPDX-License-Identifier: Apache-2.0
// zero_neon: zeroing bandwidth, dc zva.
//
// A line becomes zero without a register that holds its data. How much one instruction zeroes is the core's own
// (DCZID_EL0): 64 bytes on every Cortex-A of our table, 256 on A64FX. The loop has 32 of them, 2048 bytes at 64 each.
// Where one zeroes more, each iteration enters the loop where as few are left as fill a block; where one zeroes less,
// an iteration is a part of a block, and there are more. Larger ones need a window that is aligned to them: a kernel
// that would zero what lies before its window stops at an undefined instruction instead, and so does the core where the
// system forbids dc zva; the trial run before every measurement reports either. Each address is the one before plus the
// size, one cycle; a line takes two where stores are widest, 32 bytes per cycle.
//
//   void cachebound_zero_neon(size_t blocks,                x0   > 0
//                             const MemoryWindow* window,   x1   whole blocks, 64-byte aligned
//                             const void** position)        x2   out: where the next call goes on
//
//   x3 where to zero     x4 begin of the next iteration's bytes     x5 begin of the window     x6 its end
//   x7 bytes per instruction     x8 bytes per iteration     x16 entry
#include "probes/aarch64/asm.h"
#include "probes/kernel_abi.h"

#if KERNEL_BLOCK_BYTES != 32 * 64
#error "32 instructions of 64 bytes"
#endif

.macro zero how_many
        .rept   \how_many
        dc      zva, x3
        add     x3, x3, x7
        .endr
.endm

// Where DCZID_EL0 says so much or more.
.macro enter_from label, bytes
        adr     x9, \label
        cmp     x7, #\bytes
        csel    x16, x9, x16, hs
.endm

.macro landing_pad
        hint    #36
.endm

begin_kernel cachebound_zero_neon
        ldr     x5, [x1, #KERNEL_WINDOW_BEGIN]
        ldr     x6, [x1, #KERNEL_WINDOW_END]
        ldr     x3, [x1, #KERNEL_WINDOW_POSITION]
        mrs     x9, dczid_el0
        and     x9, x9, #15
        mov     x7, #4
        lsl     x7, x7, x9
        sub     x9, x7, #1
        tst     x5, x9
        b.ne    9f
        mov     x9, #KERNEL_BLOCK_BYTES
        lsl     x8, x7, #5
        cmp     x8, x9
        csel    x8, x8, x9, lo
        udiv    x9, x9, x8
        mul     x0, x0, x9
        adr     x16, 2f
        enter_from 3f, 128
        enter_from 4f, 256
        enter_from 5f, 512
        enter_from 6f, 1024
        enter_from 7f, 2048
        align_loop
1:
        add     x4, x3, x8
        cmp     x4, x6
        csel    x4, x5, x4, eq
        sub     x0, x0, #1
        br      x16
2:
        landing_pad
        zero    16
3:
        landing_pad
        zero    8
4:
        landing_pad
        zero    4
5:
        landing_pad
        zero    2
6:
        landing_pad
        zero    1
7:
        landing_pad
        zero    1
        mov     x3, x4
        cbnz    x0, 1b
        str     x3, [x2]
        ret
9:
        udf     #0
end_kernel cachebound_zero_neon
