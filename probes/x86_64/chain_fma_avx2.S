// SPDX-License-Identifier: Apache-2.0
// chain_fma_avx2: the clock chain in the power state of a 256-bit kernel.
//
// One dependent vfmadd231ps. Its latency is an integer (4 on Skylake, Golden Cove, Zen 3 to 5; 5 on Haswell, Zen 2),
// calibrated at run time against the scalar chains. Wide vectors may lower the clock, and a scalar chain beside a wide
// kernel reads up to 8 % wrong (docs/method.md); this one runs at the kernel's own clock.
//
//   void cachebound_chain_fma_avx2(size_t iterations,   rdi   > 0
//                                  const void* in,     rsi   const Operands*; 1.0 in tests
//                                  void* out)          rdx   float[8]: the number of steps in every lane, if 1.0
//
//   ymm0 the chain     ymm14 multiplier     ymm15 multiplicand
#include "probes/kernel_abi.h"
#include "probes/x86_64/asm.h"

begin_kernel cachebound_chain_fma_avx2
        vmovups ymm14, ymmword ptr [rsi]
        vmovups ymm15, ymmword ptr [rsi + KERNEL_OPERAND_BYTES]
        vxorps  ymm0, ymm0, ymm0
        align_loop
1:
        .rept   KERNEL_CHAIN_FMA_STEPS
        vfmadd231ps ymm0, ymm14, ymm15
        .endr
        dec     rdi
        jnz     1b
        vmovups ymmword ptr [rdx], ymm0
        vzeroupper
        ret
end_kernel cachebound_chain_fma_avx2
