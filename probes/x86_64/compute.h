// SPDX-License-Identifier: Apache-2.0
// The frame of the compute kernels: load two operands, start the accumulators, repeat a step, store all accumulators.
//
// A kernel file defines `step r` (what is done to accumulator r) and expands `compute_kernel` once:
//
//   void cachebound_<id>(size_t iterations, const Operands* in, accumulators* out)
//        rdi iterations (> 0)     rsi operands; 1.0 in tests     rdx where the accumulators go
//
//   scalar, xmm, ymm: register 14 multiplier, 15 multiplicand, 0-11 accumulators (0-13 where a step needs no scratch)
//   zmm:              register 30 multiplier, 31 multiplicand, 0-23 accumulators
//   gpr:              rax multiplier, rcx multiplicand, r8-r11 accumulators
//
// Nothing is loaded in the loop: no cache can be the limit. Accumulators start at zero and gain multiplier x
// multiplicand each time: they stay normal for any normal operands, and with operands of one each lane ends as the
// number of its steps, which is how the tests count the operations.
#pragma once

#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"
#include "probes/x86_64/counts.h"

// Note that .altmacro replaces the parameters of a macro also where they stand without a backslash, as whole words.
        .altmacro

// `what r` for r = 0, 1, ... count - 1. The percent sign makes the digits of a number, so that ymm\r is a register.
.macro each_accumulator count, what
        .set    this_accumulator, 0
        .rept   \count
        \what   %this_accumulator
        .set    this_accumulator, this_accumulator + 1
        .endr
.endm

.macro load_operands_scalar
        vmovss  xmm14, dword ptr [rsi]
        vmovss  xmm15, dword ptr [rsi + KERNEL_OPERAND_BYTES]
.endm
.macro load_operands_xmm
        vmovups xmm14, xmmword ptr [rsi]
        vmovups xmm15, xmmword ptr [rsi + KERNEL_OPERAND_BYTES]
.endm
.macro load_operands_ymm
        vmovups ymm14, ymmword ptr [rsi]
        vmovups ymm15, ymmword ptr [rsi + KERNEL_OPERAND_BYTES]
.endm
.macro load_operands_zmm
        vmovups zmm30, zmmword ptr [rsi]
        vmovups zmm31, zmmword ptr [rsi + KERNEL_OPERAND_BYTES]
.endm
.macro load_operands_gpr
        mov     rax, qword ptr [rsi]
        mov     rcx, qword ptr [rsi + KERNEL_OPERAND_BYTES]
.endm

.macro zero_scalar r
        vxorps  xmm\r, xmm\r, xmm\r
.endm
.macro zero_xmm r
        vxorps  xmm\r, xmm\r, xmm\r
.endm
.macro zero_ymm r
        vxorps  ymm\r, ymm\r, ymm\r
.endm
.macro zero_zmm r
        vpxord  zmm\r, zmm\r, zmm\r
.endm
.macro zero_gpr r
        zero_gpr_register %(\r+8)
.endm
.macro zero_gpr_register n
        xor     r\n, r\n
.endm

.macro store_scalar r
        vmovss  dword ptr [rdx + 4 * \r], xmm\r
.endm
.macro store_xmm r
        vmovups xmmword ptr [rdx + 16 * \r], xmm\r
.endm
.macro store_ymm r
        vmovups ymmword ptr [rdx + 32 * \r], ymm\r
.endm
.macro store_zmm r
        vmovups zmmword ptr [rdx + 64 * \r], zmm\r
.endm
.macro store_gpr r
        store_gpr_register \r, %(\r+8)
.endm
.macro store_gpr_register index, n
        mov     qword ptr [rdx + 8 * \index], r\n
.endm

.macro leave_scalar
.endm
.macro leave_xmm
.endm
.macro leave_gpr
.endm
.macro leave_ymm
        vzeroupper
.endm
.macro leave_zmm
        vzeroupper
.endm

// For the parameters below that a kernel does not need.
.macro nothing r
.endm

// `prepare` sets up constants, `start r` an accumulator, `close r` is done to each at the end of every iteration.
.macro compute_kernel name, vector, accumulators, unroll, step, start, prepare=nothing, close=nothing
begin_kernel \name
        load_operands_\vector
        \prepare
        .ifb    \start
        each_accumulator \accumulators, zero_\vector
        .else
        each_accumulator \accumulators, \start
        .endif
        align_loop
1:
        .rept   \unroll
        each_accumulator \accumulators, \step
        .endr
        each_accumulator \accumulators, \close
        dec     rdi
        jnz     1b
        each_accumulator \accumulators, store_\vector
        leave_\vector
        ret
end_kernel \name
.endm

// The same step with 1, 2, ... most accumulators: kernels <name>_acc1, ... and the table <name>_sweep of their
// addresses (Probe::by_accumulators). The knee of their rates is latency x throughput.
.macro accumulator_sweep name, vector, most, step
        .set    sweep_accumulators, 1
        .rept   \most
        sweep_kernel \name, \vector, %sweep_accumulators, \step
        .set    sweep_accumulators, sweep_accumulators + 1
        .endr
        .section .data.rel.ro, "aw", @progbits
        .p2align 3
        .globl  \name\()_sweep
        .type   \name\()_sweep, @object
\name\()_sweep:
        .set    sweep_accumulators, 1
        .rept   \most
        sweep_entry \name, %sweep_accumulators
        .set    sweep_accumulators, sweep_accumulators + 1
        .endr
        .size   \name\()_sweep, . - \name\()_sweep
        .text
.endm
.macro sweep_kernel name, vector, accumulators, step
        .set    sweep_unroll, KERNEL_SWEEP_INSTRUCTIONS(\accumulators) / \accumulators
        compute_kernel \name\()_acc\accumulators, \vector, \accumulators, sweep_unroll, \step
.endm
.macro sweep_entry name, accumulators
        .quad   \name\()_acc\accumulators
.endm
