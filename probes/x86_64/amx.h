// SPDX-License-Identifier: Apache-2.0
// The frames of the AMX kernels, in which the tiles are the accumulators, and of their clock chains.
//
//   void cachebound_<id>(size_t iterations, const Operands* in, accumulators* out)
//        rdi iterations (> 0)     rsi two tiles; 1.0 in tests     rdx 6 tiles of 16 rows of 64 bytes
//
//   tmm0-5 accumulators     tmm6 multiplier     tmm7 multiplicand     rax distance of two rows
//
// The system must have granted tile state to the process (microbench/host/cpuid_x86_64.cpp asks for it). Accumulators
// start at zero; nothing is loaded in the loop. tilerelease returns the tiles to their initial state, so that the
// system need not save 8 KiB of them at every switch.
#pragma once

#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"
#include "probes/x86_64/counts.h"

        .altmacro

.macro each_tile what
        .set    this_tile, 0
        .rept   KERNEL_TILE_ACCUMULATORS
        \what   %this_tile
        .set    this_tile, this_tile + 1
        .endr
.endm
.macro zero_tile t
        tilezero tmm\t
.endm
.macro store_tile t
        tilestored [rdx + rax + KERNEL_OPERAND_BYTES * \t], tmm\t
.endm

.macro load_tiles
        ldtilecfg [rip + whole_tiles]
        mov     eax, 64
        tileloadd tmm6, [rsi + rax]
        tileloadd tmm7, [rsi + rax + KERNEL_OPERAND_BYTES]
        each_tile zero_tile
.endm

        // Palette 1: eight tiles of 16 rows of 64 bytes.
.macro tile_configuration
        .section .rodata
        .p2align 6
whole_tiles:
        .byte   1, 0
        .fill   14, 1, 0
        .fill   8, 2, 64
        .fill   8, 2, 0
        .fill   8, 1, 16
        .fill   8, 1, 0
        .text
.endm

.macro amx_kernel name, step
begin_kernel \name
        load_tiles
        align_loop
1:
        .rept   KERNEL_TILE_UNROLL
        each_tile \step
        .endr
        dec     rdi
        jnz     1b
        each_tile store_tile
        tilerelease
        ret
end_kernel \name
tile_configuration
.endm

// The clock of the kernels above: dependent adds of one cycle each, and beside them, so that the core is in the same
// power state, tile products that wait for nothing. A product occupies its unit for 16 cycles and stands between
// KERNEL_TILE_CHAIN_ADDS of them: the chain of adds is the limit.
//
// Tile products lower the clock within microseconds and by more than 512-bit multiply-adds do, so that neither a scalar
// chain nor chain_fma_avx512 reads it. Of dot_i8_amx_int8, 2048 operations per cycle, quartiles: scalar 1734 to 1834,
// chain_fma_avx512 1914 to 2035, this chain 2045.7 to 2045.8, median 2045.8 (Granite Rapids class KVM guest,
// 2026-11-23, 15 to 25 samples).
//
//   rcx the chain     rax 1
.macro add_beside_tile t
        product \t
        .rept   KERNEL_TILE_CHAIN_ADDS
        add     rcx, rax
        .endr
.endm
.macro amx_chain name
begin_kernel \name
        load_tiles
        xor     ecx, ecx
        mov     eax, 1
        align_loop
1:
        each_tile add_beside_tile
        dec     rdi
        jnz     1b
        mov     qword ptr [rdx], rcx
        tilerelease
        ret
end_kernel \name
tile_configuration
.endm
